import type { Database } from '../store/database.js';
import { instant } from './instant.js';

/** So many failed proofs within `within` ask the account for a fresh authentication. */
const bound = 10;
const within = "interval '15 minutes'";

/**
 * An account that nobody registered is not counted: whoever invents names fills no table. Each failure inside the window
 * is kept with its time, so that the bound holds wherever the window is laid.
 */
const text = `WITH counted AS (
  INSERT INTO cloison.failed_proof AS f (account_id, failed_at)
  SELECT a.id, ARRAY[$2::timestamptz] FROM cloison.account a WHERE a.id = $1::text
  ON CONFLICT (account_id) DO UPDATE SET failed_at = (
    SELECT CASE WHEN count(*) < ${bound} THEN array_agg(r.at ORDER BY r.at) ELSE '{}' END
      FROM unnest(f.failed_at || EXCLUDED.failed_at) r(at) WHERE r.at > $2::timestamptz - ${within})
  RETURNING f.account_id, f.failed_at
)
UPDATE cloison.account a SET step_up_since = greatest(a.step_up_since, $2::timestamptz)
  FROM counted c WHERE a.id = c.account_id AND c.failed_at = '{}'`;

/** Counts a failed proof of `account`; the tenth in a quarter of an hour asks its older sessions to authenticate again. */
export async function proofFailed(database: Database, account: string, now: number): Promise<void> {
  await database.read({ name: 'register_proof_failed', text, values: [account, instant(now)] });
}
