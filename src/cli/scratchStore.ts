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
export async function openOnScratchDatabase(folder: string, migrations: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'cloison-check-'));
  try {
    const postgres = await startPostgres(scratch);
    try {
      const store = await openStore({
        sources: readSchema(folder),
        migrations,
        databaseUrl: postgres.url,
        keyring: Keyring.parse(Keyring.generate()),
        clock: systemClock,
      });
      await store.close();
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
