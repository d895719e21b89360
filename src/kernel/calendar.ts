/** Calendar arithmetic on dates without a zone: days are numbered from 1970-01-01. */
import type { Duration } from './duration.js';

const dayMilliseconds = 86_400_000;

/** The number of an ISO date, `2026-03-02`. */
export function dayNumber(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / dayMilliseconds);
}

export function isoDate(day: number): string {
  return new Date(day * dayMilliseconds).toISOString().slice(0, 10);
}

/**
 * The day that lies the calendar part of `duration` after `day`: months first, kept to the last day of a shorter month,
 * then days; as PostgreSQL adds an interval to a date.
 */
function addCalendar(day: number, duration: Duration): number {
  if (duration.months === 0) return day + duration.days;
  const date = new Date(day * dayMilliseconds);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + duration.months;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const moved = Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth));
  return moved / dayMilliseconds + duration.days;
}

/** Longest difference between calendar months and the average ones that a first guess is made with, in days. */
const slackDays = 4;

/**
 * The earliest day from which adding `durations` one after the other comes to `target` or later. Adding is monotone, so
 * every later day does too: a comparison of dates says what arithmetic on each row would.
 */
export function earliestDayReaching(target: number, durations: readonly Duration[]): number {
  const months = durations.reduce((total, { months: each }) => total + each, 0);
  const days = durations.reduce((total, { days: each }) => total + each, 0);
  let day = addCalendar(target, { text: '', months: -months, days: -days, seconds: 0 }) - slackDays * durations.length;
  while (durations.reduce(addCalendar, day) < target) day++;
  return day;
}
