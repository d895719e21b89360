/** Instants of the simulated month. */
import { firstDate } from './store/plan.js';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Of the month's day, from 1, at `HH:MM` in UTC; days before it are 0 and less. */
export function instantOf(day: number, time: string): number {
  return Date.parse(`${firstDate}T${time}:00Z`) + (day - 1) * dayMs;
}

export function isWorkingDay(day: number): boolean {
  const weekday = new Date(instantOf(day, '12:00')).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
