/** What a share is taken of: the persons whom the links of a claim's value reach now. */
import type { ClaimName } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import type { CompiledPolicy, GateTerm, Reach, RolePolicy } from '../policy/compiled.js';
import { caseloadSql } from '../store/read/caseloadSql.js';
import type { ColumnTypes, LinkArm, LinkTerm } from '../store/read/linkSql.js';
import type { Reading } from '../store/read/parameters.js';
import { organisationsOf, valuesOf } from '../store/read/parameters.js';
import type { Executor } from '../store/statement.js';

export interface CaseloadQuestion {
  readonly policy: Pick<CompiledPolicy, 'types'>;
  readonly role: RolePolicy;
  readonly claim: ClaimName;
  readonly reading: Reading;
}

/** Distinct persons, windows after a link's end included: whom any gate of the role still opens by the claim. */
export async function countCaseload(
  executor: Executor,
  types: ColumnTypes,
  { policy, role, claim, reading }: CaseloadQuestion,
): Promise<number> {
  const arms = armsOf(policy, role, claim);
  if (arms.length === 0) return 0;
  const { text, parameters } = caseloadSql(arms, types, organisationsOf(reading));
  const [row] = await executor.read({ name: '', text, values: valuesOf(parameters, reading, {}) });
  invariant(row, 'a count is a row');
  return Number(row['persons']);
}

/** Each reach that compares the claim, with all windows that any field gives it; what waits for an approval, purpose by purpose. */
function armsOf({ types }: Pick<CompiledPolicy, 'types'>, role: RolePolicy, claim: ClaimName): readonly LinkArm[] {
  const arms = new Map<string, Omit<LinkArm, 'terms'> & { readonly terms: LinkTerm[] }>();
  for (const { term, purpose } of visibleTerms(role)) {
    const { reach, within, approval } = term;
    // Whom one opens for a reason is no caseload, or each opening would make room for the next.
    if (reach.claim !== claim || reach.opened !== undefined) continue;
    const key = approval ? `${reach.id} ${purpose}` : reach.id;
    const arm = arms.get(key) ?? { ...armOf(types, reach), ...(approval ? { purpose } : {}), terms: [] };
    arms.set(key, arm);
    const isKnown = arm.terms.some((known) => known.within.text === within.text);
    // Whom any of them opens is counted, by whichever: none needs a bit.
    if (!isKnown) arm.terms.push({ bit: 0, within, approval });
  }
  return [...arms.values()];
}

function armOf(types: CompiledPolicy['types'], reach: Reach): Pick<LinkArm, 'reach' | 'person'> {
  const type = types.get(reach.type);
  invariant(type?.subject, 'a link is to a person');
  return { reach, person: type.subject.type };
}

function visibleTerms(role: RolePolicy): readonly { readonly term: GateTerm; readonly purpose: string }[] {
  const gates = [...role.types.values()].flatMap(({ visible }) => [...visible]);
  return gates.flatMap(([purpose, gate]) =>
    gate.kind === 'open' ? [] : gate.terms.map((term) => ({ term, purpose })),
  );
}
