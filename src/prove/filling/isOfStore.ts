import type { Reach } from '../../policy/compiled.js';

/** Whether its links are the store's own: what an account opens for a reason is in a table of the engine, and nobody opens here. */
export function isOfStore({ opened }: Reach): boolean {
  return opened === undefined;
}
