import type { Reading } from '../../store/read/parameters.js';
import type { Executor } from '../../store/statement.js';

/** Purposes for which an approval lives that the person gave the caller's organisation, or one that it has absorbed. */
export async function livingApprovals(
  executor: Executor,
  { claims, absorbed, times }: Reading,
  person: { readonly type: string; readonly id: string },
): Promise<ReadonlySet<string>> {
  if (claims.ORGANISATION === undefined) return new Set();
  const rows = await executor.read({
    name: '',
    text: `SELECT DISTINCT p.purpose FROM cloison.approval p
 WHERE p.subject_type = $1 AND p.person = $2::uuid AND p.organisation = ANY($3::text[])
   AND p.withdrawn_at IS NULL AND p.given_at <= $4::timestamptz AND p.ends_at > $4::timestamptz`,
    values: [person.type, person.id, [claims.ORGANISATION, ...absorbed], times.now],
  });
  return new Set(rows.map((row) => String(row['purpose'])));
}
