/**
 * What is known of one account, as far as detectors need it: counts by minute, hour and day, where from and when it asks, and
 * whom it has read; no field's value. It is as large after a year as after two months.
 */
import { dayOf, hourOf, minuteOf } from './instants.js';
import type { Networks } from './networks.js';
import { isKnownNetwork, networkPrefix, withNetwork } from './networks.js';
import type { PersonMemory } from './personMemory.js';
import { knows, nobodyKnown, withPersons } from './personMemory.js';
import { added, raised, ringOf, sumOf } from './ring.js';
import type { Ring } from './ring.js';
import type { Walk } from './walk.js';
import { noWalk, walked } from './walk.js';
import type { WatchedEntry } from './watchedEntry.js';

export interface AccountProfile {
  readonly organisation: string | undefined;
  readonly isMachine: boolean;
  /** Days on which it asked. */
  readonly activeDays: number;
  readonly lastDay: number;
  /** Persons read of late, and those of the sixty days before; who is in neither is new. */
  readonly known: PersonMemory;
  readonly before: PersonMemory;
  readonly knownSince: number;
  readonly networks: Networks;
  /** By hour of the day (UTC), working days first, then weekends: the day on which it first asked then; 0: never. */
  readonly hours: readonly number[];
  /** Persons who were new. */
  readonly freshMinutes: Ring;
  readonly freshHours: Ring;
  readonly freshDays: Ring;
  /** The best hour of a day. */
  readonly freshPeaks: Ring;
  readonly missMinutes: Ring;
  readonly missDays: Ring;
  /** Persons with a coordinate that the account never asked for before that day. */
  readonly oddMinutes: Ring;
  /** Coordinates, and the day on which the account first asked for each. */
  readonly coordinates: Readonly<Record<string, number>>;
  readonly walk: Walk;
  /** Tripwires that were touched, and when. */
  readonly touched: Readonly<Record<string, number>>;
  /** What was raised already, by detector. */
  readonly raised: Readonly<Record<string, { readonly level: number; readonly at: number }>>;
}

export const newProfile: AccountProfile = Object.freeze({
  organisation: undefined,
  isMachine: false,
  activeDays: 0,
  lastDay: 0,
  known: nobodyKnown,
  before: nobodyKnown,
  knownSince: 0,
  networks: {},
  hours: Array.from({ length: 48 }, () => 0),
  freshMinutes: ringOf(60),
  freshHours: ringOf(24),
  freshDays: ringOf(63),
  freshPeaks: ringOf(60),
  missMinutes: ringOf(60),
  missDays: ringOf(30),
  oddMinutes: ringOf(60),
  coordinates: {},
  walk: noWalk,
  touched: {},
  raised: {},
});

/** Days that make a past. */
const pastDays = 5;
/** A generation of the memory: whoever comes back from a long holiday comes back to persons whom it knows. */
const rememberedDays = 60;
const coordinatesAtMost = 400;

/** An entry as it stands out, or not, against the account's past. */
export interface Sighting {
  readonly profile: AccountProfile;
  readonly fresh: readonly string[];
  /** The account has a past, and it never asked from there. */
  readonly isFromNewNetwork: boolean;
  /** The account has a past, and it never asked at that time of the day, give or take an hour. */
  readonly isAtNewHour: boolean;
  /** Coordinates that it never asked for before today. */
  readonly odd: readonly string[];
}

export function sighted(past: AccountProfile, entry: WatchedEntry): Sighting {
  const day = dayOf(entry.at);
  const hasPast = past.activeDays >= pastDays;
  const prefix = entry.network === undefined ? undefined : networkPrefix(entry.network);
  const isFromNewNetwork = hasPast && prefix !== undefined && !isKnownNetwork(past.networks, prefix, day);
  const isAtNewHour = hasPast && !isKnownHour(past.hours, entry.at);
  const remembering = rotated(past, day);
  const named = entry.isNaming ? entry.persons : [];
  const fresh = named.filter((person) => !knows(remembering.known, person) && !knows(remembering.before, person));
  const odd = hasPast ? entry.coordinates.filter((each) => (past.coordinates[each] ?? day) >= day) : [];
  const counted = withCounts(remembering, entry, { fresh: fresh.length, odd: odd.length > 0 ? named.length : 0 });
  const profile: AccountProfile = {
    ...counted,
    organisation: entry.organisation,
    isMachine: entry.isMachine,
    activeDays: past.activeDays + (day > past.lastDay ? 1 : 0),
    lastDay: Math.max(past.lastDay, day),
    known: withPersons(remembering.known, named),
    networks: prefix === undefined ? past.networks : withNetwork(past.networks, prefix, day),
    hours: withHour(past.hours, entry.at),
    coordinates: withCoordinates(past.coordinates, entry.coordinates, day),
    walk: walked(past.walk, entry, fresh.length),
    touched: withTouch(past.touched, entry),
  };
  return { profile, fresh, isFromNewNetwork, isAtNewHour, odd };
}

/** As if nothing had been read of late: whoever is let in again begins anew, and is watched anew. */
export function calmed(profile: AccountProfile): AccountProfile {
  const { freshMinutes, freshHours, missMinutes, oddMinutes, walk } = newProfile;
  return { ...profile, freshMinutes, freshHours, missMinutes, oddMinutes, walk, touched: {}, raised: {} };
}

function withCounts(
  profile: AccountProfile,
  { at, misses }: WatchedEntry,
  { fresh, odd }: { readonly fresh: number; readonly odd: number },
): AccountProfile {
  const day = dayOf(at);
  if (fresh === 0 && odd === 0 && misses === 0) return profile;
  const freshMinutes = added(profile.freshMinutes, minuteOf(at), fresh);
  return {
    ...profile,
    freshMinutes,
    freshHours: added(profile.freshHours, hourOf(at), fresh),
    freshDays: added(profile.freshDays, day, fresh),
    freshPeaks:
      fresh === 0 ? profile.freshPeaks : raised(profile.freshPeaks, day, sumOf(freshMinutes, minuteOf(at), 60)),
    missMinutes: added(profile.missMinutes, minuteOf(at), misses),
    missDays: added(profile.missDays, day, misses),
    oddMinutes: added(profile.oddMinutes, minuteOf(at), odd),
  };
}

function rotated(profile: AccountProfile, day: number): AccountProfile {
  if (profile.knownSince === 0) return { ...profile, knownSince: day };
  if (day - profile.knownSince < rememberedDays) return profile;
  return { ...profile, known: nobodyKnown, before: profile.known, knownSince: day };
}

function hourClass(at: number): { readonly offset: number; readonly hour: number } {
  const date = new Date(at);
  const weekday = date.getUTCDay();
  return { offset: weekday === 0 || weekday === 6 ? 24 : 0, hour: date.getUTCHours() };
}

function isKnownHour(hours: readonly number[], at: number): boolean {
  const { offset, hour } = hourClass(at);
  const today = dayOf(at);
  return [23, 0, 1].some((shift) => {
    const seen = hours[offset + ((hour + shift) % 24)] ?? 0;
    return seen > 0 && seen < today;
  });
}

/** Keeps the first day, which is what tells a habit from today. */
function withHour(hours: readonly number[], at: number): readonly number[] {
  const { offset, hour } = hourClass(at);
  if (hours[offset + hour] !== 0) return hours;
  return hours.with(offset + hour, dayOf(at));
}

function withCoordinates(
  known: Readonly<Record<string, number>>,
  asked: readonly string[],
  day: number,
): Readonly<Record<string, number>> {
  const unknown = asked.filter((each) => known[each] === undefined);
  if (unknown.length === 0 || Object.keys(known).length >= coordinatesAtMost) return known;
  return { ...known, ...Object.fromEntries(unknown.map((each) => [each, day])) };
}

const touchesAtMost = 20;

function withTouch(touched: AccountProfile['touched'], { tripwire, at }: WatchedEntry): AccountProfile['touched'] {
  if (tripwire === undefined) return touched;
  return Object.fromEntries(Object.entries({ ...touched, [tripwire.id]: at }).slice(-touchesAtMost));
}
