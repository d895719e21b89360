import type { Statement } from '../../store/statement.js';

/** Slows the accounts from now on; a later end counts. */
export function slowAccounts(accounts: readonly string[], seconds: number): Statement {
  return {
    name: 'watch_slow',
    text: `INSERT INTO cloison.slowed_account AS s (account, until)
SELECT x, cloison.clock() + make_interval(secs => $2::double precision) FROM jsonb_array_elements_text($1::jsonb) x
ON CONFLICT (account) DO UPDATE SET until = greatest(s.until, EXCLUDED.until)`,
    values: [JSON.stringify(accounts), seconds],
  };
}

/** Who is slowed now; whoever no longer is goes with the next alarm. */
export const readSlowed: Statement = Object.freeze({
  name: 'watch_slowed',
  text: 'SELECT s.account FROM cloison.slowed_account s WHERE s.until > cloison.clock() LIMIT 10000',
  values: [],
});
