/**
 * One instant as links see it. A date starts where it starts first among the declared zones and ends at its last instant
 * where it ends last; so SQL compares dates with two days computed here, and no row pays for a time zone.
 */
export interface ReadTimes {
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** The latest local date of now: a date up to it has started somewhere. */
  readonly startedDay: string;
  /** The earliest local date of `now - seconds`: a date from it on has not ended everywhere. */
  endingDay(seconds: number): string;
}

export function readTimes(now: number, zones: readonly string[]): ReadTimes {
  const days = daysOfSecond(now, zones);
  return {
    now: new Date(now).toISOString(),
    startedDay: days[days.length - 1] ?? '',
    endingDay: (seconds) => (seconds === 0 ? days[0] : localDays(now - seconds * 1000, zones)[0]) ?? '',
  };
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
  return zones.map((zone) => formatterOf(zone).format(now)).sort();
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
