/**
 * Dates as the reading adds them: day by day, month by month, each zone asked in turn. Slow, and written from the words of
 * the vocabulary alone, so that it shares no mistake with the arithmetic that it judges.
 */

/** A duration of the SDL, `P1Y6M`, taken apart. */
export interface Span {
  readonly text: string;
  readonly months: number;
  readonly days: number;
  readonly seconds: number;
}

/** The instant at which everything is asked, and where the store lives. */
export interface When {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly zones: readonly string[];
}

export function readSpan(text: string): Span {
  const [date = '', time = ''] = text.slice(1).split('T');
  return {
    text,
    months: numberBefore(date, 'Y') * 12 + numberBefore(date, 'M'),
    days: numberBefore(date, 'W') * 7 + numberBefore(date, 'D'),
    seconds: numberBefore(time, 'H') * 3600 + numberBefore(time, 'M') * 60 + numberBefore(time, 'S'),
  };
}

function numberBefore(part: string, unit: string): number {
  return Number(new RegExp(`(\\d+)${unit}`).exec(part)?.[1] ?? '0');
}

/** The date, `2026-03-02`, that a calendar on the wall of `zone` shows at `instant`. */
export function dayIn(zone: string, instant: number): string {
  const key = `${zone} ${String(instant)}`;
  const known = walls.get(key) ?? calendarDay(zone, instant);
  walls.set(key, known);
  return known;
}

/** A proof has one instant and a few windows of hours: what was read off a wall once is not read again. */
const walls = new Map<string, string>();

function calendarDay(zone: string, instant: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** The day that lies the calendar part of `span` after `day`: months first, kept within the month, then days. */
export function dayAfter(day: string, { months, days }: Span): string {
  let [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  for (let step = 0; step < months; step++) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  date = Math.min(date, daysIn(year, month));
  for (let step = 0; step < days; step++) {
    date += 1;
    if (date > daysIn(year, month)) [month, date] = [month + 1, 1];
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0);
}

const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** Whether what starts at `value`, a date or an instant, has started; a date starts where it starts first. */
export function hasStarted(value: string, { now, zones }: When): boolean {
  return dateForm.test(value) ? zones.some((zone) => dayIn(zone, now) >= value) : Date.parse(value) <= now;
}

/** Whether what ends at `value` and goes on for `spans` is over; a date ends where it ends last. */
export function isOver(value: string, spans: readonly Span[], { now, zones }: When): boolean {
  if (!dateForm.test(value)) return spans.reduce(instantAfter, Date.parse(value)) <= now;
  const last = spans.reduce(dayAfter, value);
  const seconds = spans.reduce((total, span) => total + span.seconds, 0);
  return zones.every((zone) => dayIn(zone, now - seconds * 1000) > last);
}

/** Months are counted in UTC, as the store's own sessions count them. */
function instantAfter(instant: number, span: Span): number {
  const [day = '', time = ''] = new Date(instant).toISOString().split('T');
  return Date.parse(`${dayAfter(day, span)}T${time}`) + span.seconds * 1000;
}
