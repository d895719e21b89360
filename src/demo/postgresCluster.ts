/** What has to be known of the demo's cluster from one start to the next: its password, its last port, what to tidy up. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../kernel/failure.js';
import { randomBytes } from '../vault/random.js';

export interface Cluster {
  readonly password: string;
  /** The last start's; 0 before the first. */
  readonly port: number;
  /** The folder that the last start copied the programs to. */
  readonly copy: string | undefined;
  /** The last start's port when nobody has taken it since, else any free one. */
  freePort(): Promise<number>;
}

const state = z.object({
  port: z.number().int().min(0).max(65_535),
  password: z.string().regex(/^[0-9a-f]{48}$/),
  copy: z.string().optional(),
});

type State = z.infer<typeof state>;

/** Reads `postgres.json` of `home`, or makes it with a new password. */
export function openCluster(home: string): Cluster {
  const { port, password, copy } = readState(home) ?? newState(home);
  return { password, port, copy, freePort: async () => ((await isFree(port)) ? port : anyFreePort()) };
}

/** For its owner only, and never half written. */
export function saveCluster(home: string, next: State): void {
  const path = join(home, 'postgres.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(next)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function newState(home: string): State {
  const made = { port: 0, password: randomBytes(24).toString('hex') };
  saveCluster(home, made);
  return made;
}

function readState(home: string): State | undefined {
  const path = join(home, 'postgres.json');
  const text = readText(path);
  if (text === undefined) return undefined;
  const parsed = state.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Failure('CONFIG_INVALID', `${path} is damaged: remove its folder to begin anew`);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function isFree(port: number): Promise<boolean> {
  if (port === 0) return false;
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

function anyFreePort(): Promise<number> {
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
