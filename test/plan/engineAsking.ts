/** Asks the engine's own roots as the gateway does: each side compiled, then judged on the operation alone. */
import type { Refusal } from '../../src/kernel/refusal.js';
import { compileAdministration, requireAdmittedAdministration } from '../../src/plan/administration.js';
import type { EngineRoots } from '../../src/plan/engineRoots.js';
import { compilePersonRoots, requireAdmittedPersonRoots } from '../../src/plan/personRoots.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compiled, rentalFolder } from '../support/policies.js';
import type { Asked } from './planning.js';
import { askingOf, goodStanding } from './planning.js';
import { refusalIn, sourceOf } from './source.js';

export const policy = compiled(rentalFolder);

export type Question = Omit<Asked, 'purpose'>;

/** Judges for the role as though the operation had been validated against `contractOf`. */
export function judged(
  asked: Question,
  contractOf = asked.role,
  of: CompiledPolicy = policy,
): { readonly [side in 'accounts' | 'persons']: EngineRoots } {
  const source = sourceOf(of, { ...asked, purpose: 'LETTING', contractOf });
  const accounts = compileAdministration(source);
  const persons = compilePersonRoots(source);
  const asking = askingOf(source.role, asked.asking);
  requireAdmittedAdministration(accounts, source.variables, asking);
  requireAdmittedPersonRoots(persons, source.variables, asking);
  return { accounts, persons };
}

export function refusalOf(asked: Question, contractOf?: string, of?: CompiledPolicy): Refusal {
  return refusalIn(() => judged(asked, contractOf, of));
}

export const administrator = { ...goodStanding, isAdministrator: true };
const stop = 'mutation { stopAccount(account: "bob", reason: "Left the key.") { state } }';
export const stopBob: Question = { role: 'LANDLORD', query: stop, asking: { standing: administrator } };
export const list: Question = {
  role: 'LANDLORD',
  query: '{ accounts(first: 5) { nodes { id } } }',
  asking: { standing: administrator },
};
export const told: Question = { role: 'LANDLORD', query: '{ notices(first: 5) { nodes { id } } }' };
export const acknowledge: Question = {
  role: 'LANDLORD',
  query: 'mutation ($ids: [ID!]!) { acknowledgeNotices(ids: $ids) }',
  variables: { ids: ['a'] },
};
export const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `n${String(index)}`);
export const aliased = (count: number, field: string): string =>
  ids(count)
    .map((alias) => `${alias}: ${field}`)
    .join(' ');
