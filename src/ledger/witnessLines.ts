/** What a witness has kept: a signed checkpoint a line. Lines that are none of ours are passed over: anybody may have sent them. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { KeySet } from '../jws/keySet.js';
import { readCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';

export interface WitnessedCheckpoint extends Checkpoint {
  readonly line: number;
}

/** The lines that `path` holds at this moment: those that are added later speak of entries that are verified later. */
export async function openWitnessLines(path: string, keys: KeySet): Promise<AsyncGenerator<WitnessedCheckpoint>> {
  const { size } = await stat(path);
  return witnessLines(path, size, keys);
}

async function* witnessLines(path: string, bytes: number, keys: KeySet): AsyncGenerator<WitnessedCheckpoint> {
  if (bytes === 0) return;
  const input = createReadStream(path, { end: bytes - 1 });
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    const checkpoint = await readCheckpoint('CHECKPOINT', text.trim(), keys);
    if (checkpoint !== undefined) yield { ...checkpoint, line };
  }
}
