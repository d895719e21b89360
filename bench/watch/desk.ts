/** Who works in the simulated year: an account with its places and hours, and how its requests become entries of a ledger. */
import type { WatchedEntry } from '../../src/watch/watchedEntry.js';
import type { Chance } from './chance.js';

export interface Desk {
  readonly account: string;
  readonly organisation: string | undefined;
  readonly role: string;
  readonly isMachine: boolean;
  readonly dailyBound: number | undefined;
  /** Offices are an organisation's; homes are one's own. */
  readonly office: (day: number) => string;
  readonly homes: readonly string[];
  /** Hours from UTC. */
  readonly zone: number;
  readonly startsAt: number;
}

export interface Day {
  readonly day: number;
  readonly chance: Chance;
  readonly policy: string;
  /** Pushes an entry. */
  readonly record: (entry: Omit<WatchedEntry, 'id'>) => void;
}

export const msOfDay = 86_400_000;
const msOfHour = 3_600_000;
/** Monday, 5 January 2026. */
export const firstDay = Date.UTC(2026, 0, 5) / msOfDay;

export function isWeekend(day: number): boolean {
  const weekday = new Date(day * msOfDay).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The instant of a local hour: with summer time where there is one. */
export function instantOf(day: number, desk: Desk, hour: number): number {
  const date = new Date(day * msOfDay);
  const isSummer = desk.zone === 1 && date >= new Date(Date.UTC(2026, 2, 29)) && date < new Date(Date.UTC(2026, 9, 25));
  return day * msOfDay + (hour - desk.zone - (isSummer ? 1 : 0)) * msOfHour;
}

export const listFields = ['Person.name', 'Person.forename', 'Person.status', 'Link.since'];
export const detailFields = [
  ...listFields,
  'Person.born',
  'Person.phone',
  'Person.email',
  'Person.street',
  'Person.city',
];

export interface Asked {
  readonly at: number;
  readonly network: string;
  readonly persons: readonly string[];
  readonly coordinates: readonly string[];
  readonly misses?: number;
  readonly kind?: WatchedEntry['kind'];
  readonly isNaming?: boolean;
  readonly caseload?: number | undefined;
  readonly isExpected?: boolean;
}

export function ask(day: Day, desk: Desk, asked: Asked): void {
  const { account, organisation, role, isMachine, dailyBound } = desk;
  day.record({
    at: asked.at,
    kind: asked.kind ?? 'READ',
    account,
    organisation,
    isMachine,
    role,
    network: asked.network,
    policy: day.policy,
    persons: asked.persons,
    coordinates: asked.coordinates,
    isNaming: asked.isNaming ?? true,
    misses: asked.misses ?? 0,
    what: undefined,
    caseload: asked.caseload,
    dailyBound,
    isExpected: asked.isExpected ?? false,
  });
}

/** Where the desk is today: its office, one of its homes, or on the way. */
export function placeOf({ chance, day }: Day, desk: Desk): string {
  if (chance.is(0.025)) return addressOf(chance);
  return chance.is(0.35) ? chance.one(desk.homes) : desk.office(day);
}

export function addressOf(chance: Chance): string {
  return [chance.between(11, 220), chance.between(0, 255), chance.between(0, 255), chance.between(1, 254)].join('.');
}
