/**
 * Where checkpoints are kept outside the database. Who holds database and keys can sign another history; it cannot take back what
 * a witness has.
 */
import { open } from 'node:fs/promises';
import { Failure } from '../kernel/failure.js';

export interface Witness {
  /** The last checkpoint that it was told; undefined when it was told none, or does not say. */
  last(): Promise<string | undefined>;
  /** Resolves when it has it for good. */
  tell(signed: string): Promise<void>;
}

const answerMilliseconds = 5_000;
/** Many lines, each far shorter. */
const tailBytes = 64 * 1024;

/** `place`: an address over https (or http on loopback), or the path of a file. */
export function openWitness(place: string): Witness {
  return /^https?:\/\//.test(place) ? urlWitness(place) : fileWitness(place);
}

/** A line a checkpoint, on the disk before the next one is written. */
function fileWitness(path: string): Witness {
  let isWhole = false;
  return {
    last: async () => {
      const tail = await tailOf(path);
      isWhole = tail === '' || tail.endsWith('\n');
      const whole = tail.slice(0, tail.lastIndexOf('\n') + 1);
      return whole.split('\n').findLast((line) => line !== '');
    },
    tell: async (signed) => {
      const file = await open(path, 'a', 0o600);
      try {
        // A line that was torn by a crash must not swallow the next one.
        await file.appendFile(`${isWhole ? '' : '\n'}${signed}\n`);
        await file.sync();
        isWhole = true;
      } catch (error) {
        isWhole = false;
        throw error;
      } finally {
        await file.close();
      }
    },
  };
}

/** The last lines of a file that may be long; nothing when it is not there. */
async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  try {
    const { size = 0 } = (await file?.stat()) ?? {};
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    await file?.read(tail, 0, tail.length, size - tail.length);
    return tail.toString('latin1');
  } finally {
    await file?.close();
  }
}

/** Each checkpoint is posted as it is (`application/jose`, RFC 7515); any status of success means that it is kept. */
function urlWitness(address: string): Witness {
  return {
    last: () => Promise.resolve(undefined),
    tell: async (signed) => {
      const response = await fetch(address, {
        method: 'POST',
        body: signed,
        redirect: 'error',
        headers: { 'content-type': 'application/jose' },
        signal: AbortSignal.timeout(answerMilliseconds),
      }).catch((cause: unknown) => {
        throw unreachable('it does not answer', cause);
      });
      await response.body?.cancel();
      if (!response.ok) throw unreachable(`it answered with status ${response.status}`);
    },
  };
}

function unreachable(why: string, cause?: unknown): Failure {
  return new Failure('WITNESS_UNAVAILABLE', `LEDGER_WITNESS has not taken a checkpoint: ${why}; it is sent again`, {
    cause,
  });
}
