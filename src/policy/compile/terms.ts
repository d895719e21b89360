import type { GateTerm } from '../compiled.js';

/** Whether `term` waits for an approval where `other` opens without one, through the same link and for no shorter a time. */
export function covers(other: GateTerm, term: GateTerm): boolean {
  if (other.approval || !term.approval || other.reach.id !== term.reach.id) return false;
  return (['months', 'days', 'seconds'] as const).every((part) => other.within[part] >= term.within[part]);
}
