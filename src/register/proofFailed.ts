import type { Database } from '../store/database.js';
import { instant } from './instant.js';

/** So many failed proofs within `within` ask the account for a fresh authentication. */
const bound = 10;
const within = "interval '15 minutes'";

/**
 * An account that nobody registered is not counted: whoever invents names fills no table. Each failure inside the window
 * is kept with its time, so that the bound holds wherever the window is laid. A session that is asked to authenticate
 * again opens nothing and so counts no more: one stolen token makes its owner authenticate once, not for as long as it lives.
 */
const text = `WITH counted AS (
  INSERT INTO cloison.failed_proof AS f (account_id, failed_at)
  SELECT a.id, ARRAY[$2::timestamptz] FROM cloison.account a
   WHERE a.id = $1::text AND (a.step_up_since IS NULL OR $3::timestamptz >= date_trunc('second', a.step_up_since))
  ON CONFLICT (account_id) DO UPDATE SET failed_at = (
    SELECT CASE WHEN count(*) < ${bound} THEN array_agg(r.at ORDER BY r.at) ELSE '{}' END
      FROM unnest(f.failed_at || EXCLUDED.failed_at) r(at) WHERE r.at > $2::timestamptz - ${within})
  RETURNING f.account_id, f.failed_at
)
UPDATE cloison.account a SET step_up_since = greatest(a.step_up_since, $2::timestamptz)
  FROM counted c WHERE a.id = c.account_id AND c.failed_at = '{}'`;

/** A proof that failed behind a valid token. */
export interface FailedProof {
  /** `sub` of the token. */
  readonly account: string;
  /** `auth_time` of the token, in seconds since the epoch. */
  readonly authenticatedAt: number | undefined;
}

/** Counts a failed proof; the tenth in a quarter of an hour asks older sessions of its account to authenticate again. */
export async function proofFailed(
  database: Database,
  { account, authenticatedAt }: FailedProof,
  now: number,
): Promise<void> {
  const session = authenticatedAt === undefined ? null : instant(authenticatedAt * 1000);
  await database.read({ name: 'register_proof_failed', text, values: [account, instant(now), session] });
}
