/**
 * Bands by year of birth: everybody born in a year changes band on the same 1 January, so an answer read every day tells
 * no birthday. The first two end where compulsory schooling and minority do (French Education Code, art. L131-1; Civil
 * Code, art. 414), for these ages decide what may be asked of whom; from 18 they are those that INSEE publishes by, so
 * that a band holds a tenth of the adults or more and tells nobody apart in the country's own tables.
 */
import { year } from './year.js';

const lastAges: readonly (readonly [last: number, band: string])[] = [
  [15, '0-15'],
  [17, '16-17'],
  [24, '18-24'],
  [34, '25-34'],
  [44, '35-44'],
  [54, '45-54'],
  [64, '55-64'],
];
const oldest = '65+';

/** `1984-03-02` in 2026 is `35-44`: the age reached by the end of `thisYear`, in the store's zone. */
export function ageBand(birthDate: string, thisYear: number): string {
  const age = thisYear - year(birthDate);
  return lastAges.find(([last]) => age <= last)?.[1] ?? oldest;
}
