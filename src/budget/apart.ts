/** What an exceptional reach spends: scopes of its own, `ROLE:reach`, so that it neither takes from the role's bound nor adds to it. */
import type { Caller } from '../kernel/caller.js';
import type { Spending } from '../kernel/spending.js';
import type { ExceptionalReach } from '../policy/compiled.js';
import type { Executor } from '../store/statement.js';
import { allowancesOf } from './allowances.js';

/** The role of its scopes. */
export function scopeRole({ role, name }: Pick<ExceptionalReach, 'role' | 'name'>): string {
  return `${role}:${name}`;
}

/** Each scope that an opening of the caller spends; it is made when it is new. */
export async function spendingApart(
  executor: Executor,
  caller: Caller,
  reach: ExceptionalReach,
): Promise<readonly Spending[]> {
  const bound = { persons: reach.persons, misses: reach.misses };
  const spending: Spending[] = [];
  for (const { claim, value, persons, misses } of allowancesOf({ bound }, caller)) {
    const [row] = await executor.read({
      name: 'budget_scope',
      text: 'SELECT cloison.budget_scope_of($1, $2, $3) AS scope',
      values: [scopeRole(reach), claim, value],
    });
    spending.push({ scope: Number(row?.['scope']), claim, value, persons, misses });
  }
  return spending;
}
