/**
 * Cloison's store, made as its users make one: `cloison demo`, `cloison keys generate`, `cloison import`, each in a process
 * of its own. The file that is imported is where the plain store gets its people from, too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Person } from './person.js';
import { pathOf } from './servers.js';
import { endWithUs } from './endWithUs.js';

export interface SealedStoreOptions {
  readonly databaseUrl: string;
  /** Where the file and the keys are put. */
  readonly folder: string;
  readonly people: number;
}

export interface SealedStore {
  readonly keysPath: string;
  /** Everybody who was imported, in clear. */
  people(): AsyncIterable<Person>;
}

export async function fillSealedStore({ databaseUrl, folder, people }: SealedStoreOptions): Promise<SealedStore> {
  const keysPath = join(folder, 'keys.json');
  const file = join(folder, 'people.ndjson');
  await runCloison(['demo', '--people', String(people), '--format', 'ndjson'], {}, file);
  await runCloison(['keys', 'generate', keysPath], {});
  await runCloison(['import', file, '--schema', pathOf('schema')], {
    DATABASE_URL: databaseUrl,
    CLOISON_KEYS: keysPath,
  });
  return { keysPath, people: () => readPeople(file) };
}

/** Throws with what the command said when it fails. `output`: the file that its standard output becomes. */
async function runCloison(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  output?: string,
): Promise<void> {
  const out = output === undefined ? 'ignore' : openSync(output, 'wx', 0o600);
  const child = spawn(process.execPath, [pathOf('dist/cli/main.js'), ...words], {
    stdio: ['ignore', out, 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  endWithUs(child);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (typeof out === 'number') closeSync(out);
  if (code !== 0) throw new Error(`cloison ${words.join(' ')} failed:\n${said}`);
}

async function* readPeople(file: string): AsyncGenerator<Person> {
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const row = JSON.parse(line) as { readonly __typename: string } & Person;
    if (row.__typename === 'JobSeeker') yield row;
  }
}
