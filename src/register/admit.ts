/**
 * At the door: one statement spends the proof, judges the standing and notes once a day that the account was seen. Of any
 * number of copies of one proof at once the unique index lets one in, on whichever replica, and the answer waits until the
 * row is on disk.
 */
import type { Database } from '../store/database.js';
import type { Admission, AdmissionRequest, SpentProof } from './admission.js';
import { instant } from './instant.js';
import { admissionColumns, admissionOf, judgementText, judgementValues } from './judgement.js';

/** A sighting is only noted for a session that is fresh enough to be believed: an old stolen one would keep itself alive. */
const text = `WITH ${judgementText}, spent AS (
  INSERT INTO cloison.spent_proof (digest, expires_at)
  SELECT $11::bytea, $12::timestamptz
   WHERE $11::bytea IS NOT NULL AND $12::timestamptz > (SELECT h.reaches FROM cloison.proof_horizon h)
  ON CONFLICT (digest) DO NOTHING
  RETURNING true AS is_spent
), door AS (
  SELECT $11::bytea IS NULL OR EXISTS (SELECT FROM spent) AS is_first
), seen AS (
  UPDATE cloison.account a SET last_seen_at = $9::timestamptz
    FROM verdict v, door d
   WHERE $8::boolean AND a.id = $1::text AND d.is_first AND v.is_admitted
     AND (a.last_seen_at IS NULL OR a.last_seen_at < $9::timestamptz - interval '1 day')
     AND (v.step_up_since IS NULL OR $10::timestamptz >= v.step_up_since)
)
SELECT d.is_first, ${admissionColumns("f.key >= 'FIELD:' AND f.key < 'FIELD;'")} FROM verdict v, door d`;

/** One round trip. Rejects with Failure STORE_UNAVAILABLE, after which nothing is known of the proof: refuse. */
export async function admit(
  database: Database,
  request: AdmissionRequest,
  now: number,
  proof: SpentProof | undefined,
): Promise<Admission> {
  const { authenticatedAt } = request;
  const [row] = await database.read({
    name: 'register_admit',
    text,
    values: [
      ...judgementValues(request, now),
      authenticatedAt === undefined ? null : instant(authenticatedAt * 1000),
      proof === undefined ? null : Buffer.from(proof.digest),
      proof === undefined ? null : instant(proof.expiresAt),
    ],
  });
  return row?.['is_first'] === false ? { outcome: 'REPLAYED' } : admissionOf(row);
}
