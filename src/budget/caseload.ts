/** What a share is taken of: the persons whom the links of a claim's value reach now. */
import type { ClaimName } from '../kernel/caller.js';
import type { Duration } from '../kernel/duration.js';
import type { Reach, RolePolicy } from '../policy/compiled.js';
import type { CaseloadArm } from '../store/read/caseloadSql.js';
import { caseloadSql } from '../store/read/caseloadSql.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Reading } from '../store/read/parameters.js';
import { organisationsOf, valuesOf } from '../store/read/parameters.js';
import type { Executor } from '../store/statement.js';

export interface CaseloadQuestion {
  readonly role: RolePolicy;
  readonly claim: ClaimName;
  readonly reading: Reading;
}

/** Distinct persons, windows after a link's end included: whom any gate of the role still opens by the claim. */
export async function countCaseload(
  executor: Executor,
  types: ColumnTypes,
  { role, claim, reading }: CaseloadQuestion,
): Promise<number> {
  const arms = armsOf(role, claim);
  if (arms.length === 0) return 0;
  const { text, parameters } = caseloadSql(arms, types, organisationsOf(reading));
  const [row] = await executor.read({ name: '', text, values: valuesOf(parameters, reading, {}) });
  return Number(row?.['persons'] ?? 0);
}

/** Each reach that compares the claim, with all windows that any field gives it. */
function armsOf(role: RolePolicy, claim: ClaimName): readonly CaseloadArm[] {
  const windows = new Map<Reach, Map<string, Duration>>();
  const gates = [...role.types.values()].flatMap(({ visible }) => [...visible.values()]);
  const terms = gates.flatMap((gate) => (gate.kind === 'open' ? [] : gate.terms));
  for (const { reach, within } of terms) {
    // Whom one opens for a reason is no caseload, or each opening would make room for the next.
    if (reach.claim !== claim || reach.opened !== undefined) continue;
    windows.set(reach, (windows.get(reach) ?? new Map<string, Duration>()).set(within.text, within));
  }
  return [...windows].map(([reach, withins]) => ({ reach, withins: [...withins.values()] }));
}
