/**
 * The bound, given before an attack begins: the most persons whom the accounts could read while it lasts, from policy and
 * live links alone. The one place of it: whatever else says so beforehand (`cloison exposure`) is to stand here.
 */
import { secondsOf } from '../../src/budget/allowances.js';
import type { Allowance } from '../../src/policy/compiled.js';
import type { Account } from './accounts.js';
import { reachOf } from './reach.js';
import type { Site } from './site.js';

export interface Exposure {
  /** Persons whom the links reach meanwhile. */
  readonly reach: number;
  /** The least of them is the bound. */
  readonly bound: number;
}

/** `from`, `until`: when the attack begins and how long it lasts at most. */
export async function exposureOf(
  site: Site,
  accounts: readonly Account[],
  from: number,
  until: number,
): Promise<Exposure> {
  const reach = (await reachOf(site, accounts, from, until)).size;
  const allowed = await allowedPersons(site, accounts, from, until);
  return { reach, bound: Math.min(reach, allowed) };
}

/** Amounts that are shared are counted once; of those that bound the same accounts the smallest holds. */
async function allowedPersons(site: Site, accounts: readonly Account[], from: number, until: number): Promise<number> {
  let sum = 0;
  for (const group of groupsOf(accounts, ({ role, organisation }) => `${role} ${organisation}`)) {
    const units = groupsOf(group, ({ unit = '' }) => unit);
    const each = await Promise.all(
      units.map(async (colleagues) => {
        const own = await Promise.all(colleagues.map((account) => allowance(site, account, 'ACCOUNT', from, until)));
        return Math.min(total(own), await allowance(site, colleagues[0], 'UNIT', from, until));
      }),
    );
    sum += Math.min(total(each), await allowance(site, group[0], 'ORGANISATION', from, until));
  }
  return sum;
}

async function allowance(
  site: Site,
  account: Account | undefined,
  by: Allowance['by'],
  from: number,
  until: number,
): Promise<number> {
  if (account === undefined) return Infinity;
  const role = site.store.rooms.policy.roles.get(account.role);
  const allowances = (role?.bound.persons ?? []).filter((each) => each.by === by && !each.shadow);
  const amounts = await Promise.all(
    allowances.map(async (each) => {
      const windows = Math.max(1, Math.ceil((until - from) / 1_000 / secondsOf(each.per)));
      return (await amountOf(site, account, each, from, until)) * windows;
    }),
  );
  return Math.min(Infinity, ...amounts);
}

async function amountOf(
  site: Site,
  account: Account,
  { of, share, floor, cap }: Allowance,
  from: number,
  until: number,
): Promise<number> {
  if (of !== undefined) return of;
  const caseload = (await reachOf(site, [account], from, until)).size;
  return Math.min(cap ?? Infinity, Math.max(floor ?? 0, Math.ceil((share ?? 0) * caseload)));
}

function groupsOf(accounts: readonly Account[], keyOf: (account: Account) => string): readonly (readonly Account[])[] {
  const keys = [...new Set(accounts.map(keyOf))];
  return keys.map((key) => accounts.filter((account) => keyOf(account) === key));
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
