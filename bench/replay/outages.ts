/** Takes away what a request stands on, and gives it back whatever happens: budgets and ledger, or the whole database. */
import { clockApplication } from './simulatedClock.js';
import { withClient } from './store/fill.js';
import { databaseUrl } from './store/filledStore.js';
import type { World } from './world.js';

/** Nothing can be spent or recorded meanwhile. */
export async function withoutRecord({ site }: World, work: () => Promise<void>): Promise<void> {
  await site.sql('ALTER FUNCTION cloison.disclose(jsonb) RENAME TO disclose_away');
  try {
    await work();
  } finally {
    await site.sql('ALTER FUNCTION cloison.disclose_away(jsonb) RENAME TO disclose');
  }
}

/** Every connection of the replicas ends, and none is let in. */
export async function withoutStore({ filled }: World, work: () => Promise<void>): Promise<void> {
  const admin = databaseUrl(filled.sealedUrl, 'postgres');
  await withClient(admin, async (client) => {
    await client.query('ALTER DATABASE run ALLOW_CONNECTIONS false');
    try {
      const others = 'datname = $1 AND application_name <> $2';
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`, [
        'run',
        clockApplication,
      ]);
      await work();
    } finally {
      await client.query('ALTER DATABASE run ALLOW_CONNECTIONS true');
    }
  });
}
