/**
 * The bound, given before an attack begins: what `cloison exposure` says of exactly the accounts that are stolen. Beside it
 * stands the reach, counted by the replay's own queries.
 */
import { holderExposure } from '../../src/compliance/exposure/exposure.js';
import { organisationHolder } from '../../src/compliance/exposure/holders.js';
import type { Holder } from '../../src/compliance/exposure/holders.js';
import { columnType } from '../../src/store/catalogue.js';
import type { Account } from './accounts.js';
import { reachOf } from './reach.js';
import type { Site } from './site.js';

export interface Exposure {
  /** Persons whom the links reach meanwhile. */
  readonly reach: number;
  /** The most persons whom the accounts could read. */
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
  const { site, from, until } = stretch;
  const reach = (await reachOf(site, accounts, from, until)).size;
  let bound = 0;
  for (const group of groupsOf(accounts)) bound += await boundOf(stretch, group);
  return { reach, bound };
}

/** Accounts of one role and organisation: what is theirs together counts once. */
async function boundOf({ site, from, until }: Stretch, group: readonly Account[]): Promise<number> {
  const { rooms, catalogue } = site.store;
  const { policy, database, clock } = rooms;
  const role = policy.roles.get(group[0]?.role ?? '');
  const holder = await holderOf(site, group);
  if (role === undefined || holder === undefined) throw new Error('a stolen account is registered and has a role');
  const types = (table: string, column: string): string | undefined => columnType(catalogue, table, column);
  const { stretches } = await holderExposure({ policy, database, types, clock }, role, holder);
  const hours = (until - from) / 3_600_000;
  const stretch = stretches.find((each) => each.hours >= hours);
  if (stretch === undefined) throw new Error(`exposure says nothing of ${String(hours)} hours`);
  return stretch.persons;
}

/** The organisation, with the stolen accounts alone. */
async function holderOf({ store }: Site, group: readonly Account[]): Promise<Holder | undefined> {
  const whole = await organisationHolder(store.rooms.database, group[0]?.organisation ?? '');
  if (whole === undefined) return undefined;
  const accounts = whole.accounts.filter(({ id }) => group.some((account) => account.id === id));
  return { ...whole, accounts, units: group.flatMap(({ unit }) => unit ?? []) };
}

function groupsOf(accounts: readonly Account[]): readonly (readonly Account[])[] {
  const keyOf = ({ role, organisation }: Account): string => `${role} ${organisation}`;
  const keys = [...new Set(accounts.map(keyOf))];
  return keys.map((key) => accounts.filter((account) => keyOf(account) === key));
}
