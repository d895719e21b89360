/** The calendar as people read it, slowly: nothing here is shared with what it is compared with but the reading of a duration. */
import { parseDuration } from '../../../src/kernel/duration.js';

/** Calendar months as PostgreSQL and people add them: the last day of a shorter month, then days. */
export function addCalendar(day: string, duration: string): string {
  const { months, days } = parseDuration(duration) ?? { months: 0, days: 0 };
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth)) + days * 86_400_000);
}

/** By search, from what a clock on the wall says: nothing here knows an offset. */
export function startOfDay(day: string, zone: string): number {
  const key = `${zone} ${day}`;
  const start = known.get(key) ?? searchedStart(day, zone);
  known.set(key, start);
  return start;
}

const known = new Map<string, number>();

function searchedStart(day: string, zone: string): number {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  let low = Date.parse(`${day}T00:00:00Z`) - 15 * 3_600_000;
  let high = low + 30 * 3_600_000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wall.format(middle) >= day) high = middle;
    else low = middle;
  }
  return high;
}

export function isoDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
