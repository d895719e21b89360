/** Which amounts of their own a caller of a role has beside the role's, and by which fields of its contract it spends them. */
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { OwnAmounts } from './allowances.js';

export interface SpentByFields extends OwnAmounts {
  /** Names of fields of Query or Mutation. */
  readonly fields: readonly string[];
}

type Policy = Pick<CompiledPolicy, 'matches' | 'requests' | 'writes'>;

export function ownAmountsOf(policy: Policy, role: RolePolicy): readonly SpentByFields[] {
  const matches = [...policy.matches.values()].filter(({ name }) => role.matches.includes(name));
  const requests = [...policy.requests.values()].filter(({ name }) => role.requests.includes(name));
  return [
    ...[...matches, ...requests].map(({ name, misses }) => ({ root: name, persons: [], misses, fields: [name] })),
    ...role.exceptional.map(({ name, persons, misses }) => {
      return { root: name, persons, misses, fields: openingsOf(policy, role, name) };
    }),
  ];
}

/** The mutations by which the role opens a reach; no other reach of the role has its name. */
function openingsOf({ writes }: Policy, role: RolePolicy, reach: string): readonly string[] {
  const openings = [...writes.values()].filter(({ opens }) => opens?.reach === reach);
  return openings.map(({ name }) => name).filter((name) => role.writes.includes(name));
}
