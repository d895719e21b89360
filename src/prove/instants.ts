/**
 * Instants at which time is least like a line: a leap day that has begun in some zones and not in others, clocks that are
 * put forward or back, a year that ends. The seed chooses.
 */
const instants = [
  '2028-02-29T02:30:00.000Z',
  '2026-03-29T01:30:00.000Z',
  '2027-12-31T23:30:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-08-31T21:59:59.000Z',
] as const;

/** Milliseconds since the epoch. */
export function instantOf(seed: number): number {
  const index = (seed - 1) % instants.length;
  return Date.parse(instants[index] ?? instants[0]);
}
