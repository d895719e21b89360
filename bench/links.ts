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
    await client.query('VACUUM ANALYZE');
  });
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
