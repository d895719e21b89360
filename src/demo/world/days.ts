/** Calendar dates as days since 1970-01-01: adding is plain, and each is written once. */

const millisecondsOfDay = 86_400_000;
const written = new Map<number, string>();

/** `2026-01-31` → 20484. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / millisecondsOfDay);
}

export function dateOf(day: number): string {
  const known = written.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * millisecondsOfDay).toISOString().slice(0, 10);
  written.set(day, text);
  return text;
}

/** The day as many calendar months later; at the month's last day where it has no such day. */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * millisecondsOfDay);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0);
  return Math.min(first / millisecondsOfDay + date.getUTCDate() - 1, last / millisecondsOfDay);
}
