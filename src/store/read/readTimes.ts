/**
 * One instant as links see it. A date starts where it starts first among the declared zones and ends at its last instant
 * where it ends last; so SQL compares dates with two days computed here, and no row pays for a time zone.
 */
import { dayNumber, earliestDayReaching, isoDate } from '../../kernel/calendar.js';
import type { Duration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';

export interface ReadTimes {
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** The latest local date of now: a date up to it has started somewhere. */
  readonly startedDay: string;
  /**
   * The earliest date that is not over everywhere once `durations` are added to it one after the other: their calendar
   * parts to the date, their clock parts to the instant at which that day ends.
   */
  earliestLiving(durations: readonly Duration[]): string;
}

export function readTimes(now: number, zones: readonly string[]): ReadTimes {
  const days = daysOfSecond(now, zones);
  return {
    now: new Date(now).toISOString(),
    startedDay: days[days.length - 1] ?? '',
    earliestLiving: (durations) => earliestLiving(now, zones, durations),
  };
}

function earliestLiving(now: number, zones: readonly string[], durations: readonly Duration[]): string {
  const seconds = durations.reduce((total, duration) => total + duration.seconds, 0);
  const [today] = seconds === 0 ? daysOfSecond(now, zones) : localDays(now - seconds * 1000, zones);
  invariant(today !== undefined, 'a store lives in one zone at least');
  return isoDate(earliestDayReaching(dayNumber(today), durations));
}

let lastDays:
  { readonly second: number; readonly zones: readonly string[]; readonly days: readonly string[] } | undefined;

/** No date changes within a second, so requests of one second share its days. */
function daysOfSecond(now: number, zones: readonly string[]): readonly string[] {
  const second = Math.floor(now / 1000);
  if (lastDays?.second === second && lastDays.zones === zones) return lastDays.days;
  const days = localDays(now, zones);
  lastDays = { second, zones, days };
  return days;
}

/** Local dates of an instant, `YYYY-MM-DD`, earliest first. */
function localDays(now: number, zones: readonly string[]): readonly string[] {
  return zones.map((zone) => formatterOf(zone).format(now)).toSorted();
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  // Sweden writes dates as ISO 8601 does.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(zone, made);
  return made;
}
