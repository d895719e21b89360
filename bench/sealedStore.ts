/**
 * Cloison's store, made as its users make one: `cloison demo`, `cloison keys generate`, `cloison import`, each in a process
 * of its own. The file that is imported is where the plain store gets its people from, too.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Person } from './person.js';
import { runCloison } from './runCloison.js';
import { pathOf } from './servers.js';

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

async function* readPeople(file: string): AsyncGenerator<Person> {
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const row = JSON.parse(line) as { readonly __typename: string } & Person;
    if (row.__typename === 'JobSeeker') yield row;
  }
}
