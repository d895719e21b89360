import type { Database } from '../store/database.js';
import { instant } from './instant.js';

/** One request in so many purges: stateless, and the batch is larger, so that it keeps up. */
export const purgeEvery = 256;
/** Beyond the age at which it is refused anyway: what clocks may differ by. */
const kept = "interval '5 minutes'";
/** How far the horizon leads what is deleted: longer than any statement runs that has read an older one. */
const lead = "interval '1 minute'";
const batch = 1_000;

/** Two clocks must say that a proof is old, ours and the database's: one that runs ahead can shut nobody out. */
const text = `WITH horizon AS (
  UPDATE cloison.proof_horizon SET reaches = greatest(reaches, least($1::timestamptz, clock_timestamp()) - ${kept})
  RETURNING true
)
DELETE FROM cloison.spent_proof
 WHERE digest IN (SELECT s.digest FROM cloison.spent_proof s
                   WHERE s.expires_at < (SELECT h.reaches FROM cloison.proof_horizon h) - ${lead}
                   ORDER BY s.expires_at LIMIT ${batch} FOR UPDATE SKIP LOCKED)`;

/**
 * Deletes a batch of proofs that are long too old. What is older than the horizon is refused whether it is there or not,
 * and the horizon only moves ahead and before anything is deleted: a clock that is set back brings no proof back.
 */
export async function purgeProofs(database: Database, now: number): Promise<void> {
  await database.read({ name: 'register_purge_proofs', text, values: [instant(now)] });
}
