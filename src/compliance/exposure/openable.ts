/** How many persons a holder could open for a reason, by exceptional reach: what their own amounts let through, whoever is named. */
import type { ExceptionalReach, RolePolicy } from '../../policy/compiled.js';
import type { Database } from '../../store/database.js';
import { HolderBudgets } from './budgetBound.js';
import { openableName } from './heldFields.js';
import type { Holder } from './holders.js';

/** Persons by `Type.name`. */
export type Openable = Readonly<Record<string, number>>;

/** For a stretch that begins now. Who waits for approval and a machine open nothing. */
export async function openableWithin(
  database: Database,
  role: RolePolicy,
  holder: Holder,
  seconds: number,
): Promise<Openable> {
  const opener: Holder = {
    ...holder,
    accounts: holder.accounts
      .filter(({ isInQuarantine }) => !isInQuarantine)
      // What an account by itself makes is in quarantine; of an organisation another account approves it.
      .map((account) => (holder.kind === 'ACCOUNT' ? { ...account, isAdministrator: false } : account)),
  };
  const openable: Record<string, number> = {};
  for (const reach of role.exceptional) {
    const budgets = await HolderBudgets.read(database, spenderOf(role, reach), opener, seconds);
    openable[openableName(reach)] = budgets.bound(undefined);
  }
  return Object.freeze(openable);
}

/** The role as the reach's own scopes know it. */
function spenderOf(role: RolePolicy, { name, persons }: ExceptionalReach): RolePolicy {
  return {
    ...role,
    role: `${role.role}:${name}`,
    bound: { ...role.bound, persons },
    authentication: { ...role.authentication, machine: false },
  };
}

export function sumOfOpenable(all: readonly Openable[]): Openable {
  const sum: Record<string, number> = {};
  for (const each of all) for (const [name, persons] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + persons;
  return Object.freeze(sum);
}
