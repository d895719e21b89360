/** Entries of other days and other accounts, as many as a year of a region leaves, so that the bench writes into a full ledger. */
import pg from 'pg';

/** Fills the ledger up to `entries`, in statements of a quarter of a million. */
export async function fillLedger(url: string, entries: number, say: (text: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>('SELECT count(*) AS n FROM cloison.ledger_entry');
    let held = Number(rows[0]?.n ?? 0);
    while (held < entries) {
      const more = Math.min(250_000, entries - held);
      await client.query(fill, [more, held]);
      held += more;
      say(`ledger: ${String(held)} entries`);
    }
    await client.query('VACUUM ANALYZE cloison.ledger_entry');
  } finally {
    await client.end();
  }
}

/**
 * Thirty a second before now, three persons each. Their ids are below zero, where neither the tree nor the watch begins: what they do
 * with a backlog is not a page's cost.
 */
const fill = `INSERT INTO cloison.ledger_entry (id, at, kind, account, organisation, application, token, role, purpose, network, operation, policy, persons, shapes)
OVERRIDING SYSTEM VALUE
SELECT -(n + $2::bigint), now() - (n + $2::int) * interval '33 milliseconds', 'READ', 'account-' || n % 5000, 'organisation-' || n % 200, 'portal',
       md5(n::text), 'ADVISER', 'COUNSELLING', '192.0.2.' || n % 250, 'Query.jobSeekers', '0123456789abcdef',
       ARRAY[gen_random_uuid(), gen_random_uuid(), gen_random_uuid()],
       '[["JobSeeker.birthDate:AGE_BAND", "JobSeeker.id", "JobSeeker.usedName"]]'
  FROM generate_series(1, $1::int) n`;
