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

/** An attack that is about to begin. */
export interface Stretch {
  readonly site: Site;
  readonly from: number;
  /** When it ends at the latest. */
  readonly until: number;
}

export async function exposureOf(stretch: Stretch, accounts: readonly Account[]): Promise<Exposure> {
  const reach = await reachWithin(stretch, accounts);
  return { reach, bound: Math.min(reach, await allowedPersons(stretch, accounts)) };
}

/** Amounts that are shared are counted once; of those that bound the same accounts the smallest holds. */
async function allowedPersons(stretch: Stretch, accounts: readonly Account[]): Promise<number> {
  let sum = 0;
  for (const group of groupsOf(accounts, ({ role, organisation }) => `${role} ${organisation}`)) {
    const units = groupsOf(group, ({ unit = '' }) => unit);
    const each = await Promise.all(units.map((colleagues) => allowedInUnit(stretch, colleagues)));
    sum += Math.min(total(each), await allowance(stretch, group[0], 'ORGANISATION'));
  }
  return sum;
}

async function allowedInUnit(stretch: Stretch, colleagues: readonly Account[]): Promise<number> {
  const own = await Promise.all(colleagues.map((account) => allowance(stretch, account, 'ACCOUNT')));
  return Math.min(total(own), await allowance(stretch, colleagues[0], 'UNIT'));
}

async function allowance(stretch: Stretch, account: Account | undefined, by: Allowance['by']): Promise<number> {
  if (account === undefined) return Infinity;
  const { site, from, until } = stretch;
  const role = site.store.rooms.policy.roles.get(account.role);
  const allowances = (role?.bound.persons ?? []).filter((each) => each.by === by && !each.shadow);
  const amounts = await Promise.all(
    allowances.map(async (each) => {
      const windows = Math.max(1, Math.ceil((until - from) / 1_000 / secondsOf(each.per)));
      return (await amountOf(stretch, account, each)) * windows;
    }),
  );
  return Math.min(Infinity, ...amounts);
}

async function amountOf(stretch: Stretch, account: Account, { of, share, floor, cap }: Allowance): Promise<number> {
  if (of !== undefined) return of;
  const caseload = await reachWithin(stretch, [account]);
  return Math.min(cap ?? Infinity, Math.max(floor ?? 0, Math.ceil((share ?? 0) * caseload)));
}

async function reachWithin({ site, from, until }: Stretch, accounts: readonly Account[]): Promise<number> {
  return (await reachOf(site, accounts, from, until)).size;
}

function groupsOf(accounts: readonly Account[], keyOf: (account: Account) => string): readonly (readonly Account[])[] {
  const keys = [...new Set(accounts.map(keyOf))];
  return keys.map((key) => accounts.filter((account) => keyOf(account) === key));
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
