/**
 * Ids that the software of an absorbed organisation holds, as the ids of the organisation that took it in. Permutation after
 * permutation: no row is read, and what comes out tells of none that it is there (law 7).
 */
import { organisationScope } from '../kernel/idScope.js';
import { refuse } from '../kernel/refusal.js';
import type { IdMapping } from '../plan/idMapping.js';
import type { Disclosure } from './disclosureContext.js';

/** Whatever else `from` may be, another's, nobody's or stopped, is refused in one way. @throws Refused FORBIDDEN. */
export function requireAbsorbed({ caller }: Disclosure, mappings: readonly IdMapping[]): void {
  const { claims, standing } = caller;
  const isAbsorbed = ({ from }: IdMapping): boolean =>
    claims.ORGANISATION !== undefined && standing.absorbed.includes(from);
  if (mappings.every(isAbsorbed)) return;
  throw refuse('FORBIDDEN', "currentIds(from:) takes an organisation that the caller's has absorbed, and no other.");
}

export function currentIds({ rooms, scope }: Disclosure, { type, ids, from }: IdMapping): readonly (string | null)[] {
  const { vault } = rooms;
  return vault.ids(organisationScope(from), type).renamed(ids, vault.ids(scope, type));
}
