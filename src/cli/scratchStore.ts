import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../demo/postgres.js';
import { systemClock } from '../kernel/clock.js';
import { openStore } from '../main.js';
import { readSchema } from '../schemaFolder.js';
import { Keyring } from '../vault/keyring.js';

/**
 * Opens the store of `folder` on a PostgreSQL made for it and removed again: what stops the start stops this. Throws
 * Failure MIGRATION_FAILED, STORE_MISMATCH or CONFIG_INVALID.
 */
export function openOnScratchDatabase(folder: string, migrations: string): Promise<void> {
  return onScratchDatabase(async (databaseUrl) => {
    const store = await openStore({
      sources: readSchema(folder),
      migrations,
      databaseUrl,
      keyring: Keyring.parse(Keyring.generate()),
      clock: systemClock,
    });
    await store.close();
  });
}

/** Does `work` on a PostgreSQL of its own, which is removed however that ends. */
export async function onScratchDatabase<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const scratch = await mkdtemp(join(tmpdir(), 'cloison-scratch-'));
  try {
    const postgres = await startPostgres(scratch);
    try {
      return await work(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
