/** Who accompanies whom: made in the sealed store, read from there for the plain one, so that both hold the same. */
import pg from 'pg';

export interface Link {
  readonly person: string;
  readonly adviser: string | undefined;
  /** YYYY-MM-DD. */
  readonly startsOn: string;
  readonly endsOn: string | undefined;
}

/** The account of the adviser who asks. */
export const adviser = 'bench-adviser';

/** Gives `portfolio` persons, picked from all over the store, to the adviser. */
export async function linkPortfolio(url: string, portfolio: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO accompaniment (job_seeker_id, adviser, starts_on)
       SELECT id, $1, CURRENT_DATE - 30 FROM job_seeker ORDER BY md5(id::text) LIMIT $2`,
      [adviser, portfolio],
    );
    await openPeak(client, portfolio);
    await client.query('VACUUM ANALYZE');
  });
}

/** The bench reads in an hour what an adviser reads in months: a planned peak, as two operators would open it; one after the other, since one may last 92 days. */
async function openPeak(client: pg.Client, persons: number): Promise<void> {
  await client.query(
    `INSERT INTO cloison.budget_peak (scope_id, seconds, persons, from_at, until_at, reason, proposed_by, proposed_at, confirmed_by, confirmed_at)
     SELECT cloison.budget_scope_of('ADVISER', 'ACCOUNT', $1), days * 86400, $2, now() + n * interval '90 days' - interval '1 day', now() + (n + 1) * interval '90 days',
            'The bench.', 'operator:bench', now(), 'operator:bench-second', now()
       FROM unnest(ARRAY[1, 30]) days, generate_series(0, 60) n`,
    [adviser, persons],
  );
}

/** Links of persons to accounts, and to nobody where a unit accompanies. */
export async function readLinks(url: string): Promise<readonly Link[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{
      person: string;
      adviser: string | null;
      starts: string;
      ends: string | null;
    }>('SELECT job_seeker_id AS person, adviser, starts_on::text AS starts, ends_on::text AS ends FROM accompaniment');
    return rows.map((row) => ({
      person: row.person,
      adviser: row.adviser ?? undefined,
      startsOn: row.starts,
      endsOn: row.ends ?? undefined,
    }));
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
