import type { ClaimName } from '../../kernel/caller.js';
import type { AllowanceTerm } from '../../kernel/spending.js';
import type { Database } from '../../store/database.js';
import type { WindowState } from './windowBound.js';

/** A window that the database does not keep yet is counted from the persons that the scope knows, as it will be. */
const text = `SELECT s.value::text AS value, x.seconds, p.peak,
       coalesce(CASE WHEN s.caseload_at >= t.instant - 3600 THEN s.caseload END, 0) AS counted,
       coalesce(CASE WHEN w.scope_id IS NOT NULL THEN cloison.budget_used(w, t.instant) END,
                (SELECT count(*) FROM cloison.budget_person b
                  WHERE b.scope_id = s.id AND b.seen >= (t.instant / cloison.budget_width(x.seconds) - 60) * cloison.budget_width(x.seconds)))::int AS used
  FROM cloison.budget_scope s
 CROSS JOIN unnest($4::int[]) x(seconds)
 CROSS JOIN LATERAL (SELECT greatest(floor(extract(epoch FROM cloison.clock()))::bigint, s.latest) AS instant) t
  LEFT JOIN cloison.budget_window w ON w.scope_id = s.id AND w.kind = 'PERSONS' AND w.seconds = x.seconds
 CROSS JOIN LATERAL (SELECT coalesce(max(k.persons), 0) AS peak FROM cloison.budget_peak k
                      WHERE k.scope_id = s.id AND k.seconds = x.seconds AND k.ended_at IS NULL AND k.confirmed_at IS NOT NULL
                        AND k.until_at > to_timestamp(t.instant) AND k.from_at < to_timestamp(t.instant + $5::bigint)) p
 WHERE s.role = $1::text AND s.claim = $2::text AND s.value::text = ANY ($3::text[])`;

export interface WindowQuestion {
  readonly role: string;
  readonly claim: ClaimName;
  readonly values: readonly string[];
  readonly allowances: readonly AllowanceTerm[];
  /** Length of the stretch that begins now. */
  readonly seconds: number;
}

/** By value of the claim; a scope that nobody has spent from has empty windows. */
export async function readWindowStates(
  database: Database,
  { role, claim, values, allowances, seconds }: WindowQuestion,
): Promise<(value: string) => readonly WindowState[]> {
  const lengths = [...new Set(allowances.map((allowance) => allowance.seconds))];
  const rows =
    lengths.length === 0
      ? []
      : await database.read({ name: '', text, values: [role, claim, values, lengths, seconds] });
  const known = new Map(rows.map((row) => [`${String(row['seconds'])} ${String(row['value'])}`, row]));
  return (value) =>
    allowances.map((allowance) => {
      const row = known.get(`${allowance.seconds} ${value}`);
      const numberOf = (name: string): number => Number(row?.[name] ?? 0);
      return { allowance, used: numberOf('used'), peak: numberOf('peak'), counted: numberOf('counted') };
    });
}
