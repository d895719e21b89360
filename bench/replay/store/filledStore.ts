/** A PostgreSQL that holds the filled store, made once for its size and kept; a run gets copies that go with it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../../src/demo/postgres.js';
import { Keyring } from '../../../src/vault/keyring.js';
import { fillPlain } from '../plain/fillPlain.js';
import { fillSealed, withClient } from './fill.js';
import { storeFolder } from './folder.js';
import type { StorePlan } from './plan.js';
import { planStore } from './plan.js';
import { sizesOf } from './sizes.js';

export interface FilledStore {
  readonly plan: StorePlan;
  readonly keyring: Keyring;
  /** Of the run's own copy of the sealed store. */
  readonly sealedUrl: string;
  /** Of the same people in clear. */
  readonly plainUrl: string;
  stop(): Promise<void>;
}

export interface FillOptions {
  readonly people: number;
  readonly seed: number;
  /** Where the cluster is kept; undefined: under `.cloison/`, by what it follows from. */
  readonly folder?: string | undefined;
  readonly say: (text: string) => void;
}

export async function openFilledStore({ people, seed, folder, say }: FillOptions): Promise<FilledStore> {
  const plan = planStore(sizesOf(people), seed);
  const home = folder ?? storeFolder(people, seed);
  const mark = join(home, 'filled');
  // A fill that was interrupted is begun anew.
  if (!existsSync(mark)) rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const postgres = await startPostgres(home);
  try {
    await hurry(postgres.url);
    const keyring = openKeyring(join(home, 'keys.json'));
    if (!existsSync(mark)) {
      say(`Making ${String(people)} people and sealing them …`);
      await fillBoth(postgres.url, keyring, plan, say);
      writeFileSync(mark, `${String(people)}\n`);
    }
    await run(postgres.url, 'DROP DATABASE IF EXISTS run WITH (FORCE)');
    await run(postgres.url, 'CREATE DATABASE run TEMPLATE sealed STRATEGY FILE_COPY');
    return {
      plan,
      keyring,
      sealedUrl: databaseUrl(postgres.url, 'run'),
      plainUrl: databaseUrl(postgres.url, 'plain'),
      stop: async () => {
        await run(postgres.url, 'DROP DATABASE IF EXISTS run WITH (FORCE)');
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** A replay loses no power: processes that are killed lose nothing by it, and there is a commit for every answer. */
async function hurry(url: string): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) await run(url, `ALTER SYSTEM SET ${setting} = off`);
  await run(url, 'SELECT pg_reload_conf()');
}

async function fillBoth(url: string, keyring: Keyring, plan: StorePlan, say: (text: string) => void): Promise<void> {
  for (const name of ['sealed', 'plain']) await run(url, `CREATE DATABASE ${name}`);
  await fillSealed(databaseUrl(url, 'sealed'), keyring, plan, say);
  await fillPlain(databaseUrl(url, 'plain'), plan);
}

function openKeyring(path: string): Keyring {
  if (!existsSync(path)) writeFileSync(path, Keyring.generate(), { mode: 0o600 });
  return Keyring.parse(readFileSync(path, 'utf8'));
}

function run(url: string, text: string): Promise<unknown> {
  return withClient(url, (client) => client.query(text));
}

export function databaseUrl(cluster: string, name: string): string {
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}
