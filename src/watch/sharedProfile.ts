/** What no single account shows: who else walks now, who else came from the same strange address, what a role usually asks. */
import { dayOf } from './instants.js';
import type { Sighting } from './accountProfile.js';
import type { Walk } from './walk.js';
import { skippedBeside } from './walk.js';
import type { WatchedEntry } from './watchedEntry.js';

/** An account that reads persons who are new to it. */
export interface Reader {
  readonly account: string;
  readonly organisation: string | undefined;
  readonly at: number;
  /** Of its run in key order; empty when it is in none, or began at an end of the list, as everybody does. */
  readonly min: string;
  readonly max: string;
  readonly fresh: number;
  /** The address, when the account never came from its network before. */
  readonly newNetwork: string | undefined;
}

export interface SharedProfile {
  readonly readers: readonly Reader[];
  /** By role and coordinate: accounts that lately asked for it for the first time. */
  readonly newcomers: Readonly<Record<string, Newcomers>>;
  /** The first day of each policy. */
  readonly policies: Readonly<Record<string, number>>;
}

export interface Newcomers {
  readonly latest: readonly (readonly [account: string, day: number])[];
  /** When several came within a week: a front end shows the field since then. */
  readonly releasedOn: number | undefined;
}

export const newShared: SharedProfile = Object.freeze({ readers: [], newcomers: {}, policies: {} });

/** From how many new persons on an account counts as one that reads. */
const readerAtLeast = 40;
const readersAtMost = 2_000;
const readerMs = 24 * 3_600_000;
const newcomersOfARelease = 3;
const newcomerDays = 7;
const coordinatesAtMost = 2_000;
const policiesAtMost = 50;

export function sharedAfter(past: SharedProfile, entry: WatchedEntry, sighting: Sighting): SharedProfile {
  const readers = readersAfter(past.readers, entry, sighting);
  const newcomers = sighting.odd.length === 0 ? past.newcomers : newcomersAfter(past.newcomers, entry, sighting.odd);
  const policies = policiesAfter(past.policies, entry);
  if (readers === past.readers && newcomers === past.newcomers && policies === past.policies) return past;
  return { readers, newcomers, policies };
}

function readersAfter(
  readers: readonly Reader[],
  { account, organisation, at, network, isMachine }: WatchedEntry,
  { profile, fresh, isFromNewNetwork }: Sighting,
): readonly Reader[] {
  if (isMachine || fresh.length === 0) return readers;
  const known = readers.find((each) => each.account === account && at - each.at < readerMs);
  const total = (known?.fresh ?? 0) + fresh.length;
  const { min, max } = profile.walk;
  const isWalking = isAStretch(profile.walk);
  const reader: Reader = {
    account,
    organisation,
    at,
    min: isWalking ? min : (known?.min ?? ''),
    max: isWalking ? max : (known?.max ?? ''),
    fresh: total,
    newNetwork: isFromNewNetwork ? network : known?.newNetwork,
  };
  return [...readers.filter((each) => each.account !== account && at - each.at < readerMs), reader].slice(
    -readersAtMost,
  );
}

const skippedAtLeast = 100;

function isAStretch(walk: Walk): boolean {
  if (walk.fresh < readerAtLeast) return false;
  const { before, behind } = skippedBeside(walk);
  return before >= skippedAtLeast && behind >= skippedAtLeast;
}

/** Whether an account reads as much as counts. */
export function isReading({ fresh }: Reader): boolean {
  return fresh >= readerAtLeast;
}

function newcomersAfter(
  newcomers: SharedProfile['newcomers'],
  { account, role, at }: WatchedEntry,
  odd: readonly string[],
): SharedProfile['newcomers'] {
  const day = dayOf(at);
  const changed = odd.flatMap((coordinate) => {
    const key = newcomerKey(role, coordinate);
    const known = newcomers[key];
    const latest = (known?.latest ?? []).filter(([, since]) => day - since <= newcomerDays);
    if (isReleased(known, day) || latest.some(([name]) => name === account)) return [];
    const all = [...latest, [account, day] as const];
    return [[key, { latest: all, releasedOn: all.length > newcomersOfARelease ? day : undefined }] as const];
  });
  if (changed.length === 0) return newcomers;
  const entries = [...Object.entries(newcomers), ...changed];
  return Object.fromEntries(entries.slice(-coordinatesAtMost));
}

const releaseDays = 180;

/** Whether a front end began to ask for it: several accounts did within a week, of late. */
export function isReleased(newcomers: Newcomers | undefined, day: number): boolean {
  return newcomers?.releasedOn !== undefined && day - newcomers.releasedOn < releaseDays;
}

export function newcomerKey(role: string | undefined, coordinate: string): string {
  return `${role ?? ''} ${coordinate}`;
}

function policiesAfter(policies: SharedProfile['policies'], { policy, at }: WatchedEntry): SharedProfile['policies'] {
  if (policy === undefined || policies[policy] !== undefined) return policies;
  const entries = [...Object.entries(policies), [policy, dayOf(at)] as const];
  return Object.fromEntries(entries.slice(-policiesAtMost));
}
