/** What became of what was recorded: told once the answer has left, or it is known that it will not. */
import type { Recording } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Minimised } from './pages.js';
import { probingRoots } from './probing.js';
import { personsOf } from './shownPersons.js';

/** An operation in the ledger, and whom its searches did not find after all. */
export interface Served {
  readonly recording: Recording;
  readonly unserved: readonly string[];
  /** Probes that were counted as misses and found somebody. */
  readonly found: number;
}

/** What a search held and did not match is not served. */
export function servedOf(recording: Recording, { roots }: Minimised): Served {
  if (recording.held.length === 0) return { recording, unserved: [], found: 0 };
  const shown = new Set(personsOf(roots.map(({ page }) => ({ page: page.fetched, shown: page.shown }))));
  const probing = probingRoots(roots, ({ fetched: { plan }, page }) => ({ plan, shown: page.shown }));
  const found = recording.missed.filter((index) => probing[index]?.some(({ page }) => page.shown.length > 0)).length;
  return { recording, unserved: recording.held.filter((person) => !shown.has(person)), found };
}

/** The answer was handed to the client's connection. */
export function settleDelivered(ledger: Ledger, served: readonly Served[]): void {
  for (const { recording, unserved, found } of served)
    ledger.settle({ recording, outcome: unserved.length === 0 ? 'DELIVERED' : 'PART', unserved, found });
}

/** Nothing left: what was held is given back, what was spent stays spent, and reads again for nothing. */
export function settleWithheld(ledger: Ledger, recordings: readonly Recording[]): void {
  for (const recording of recordings)
    ledger.settle({ recording, outcome: 'WITHHELD', unserved: recording.held, found: 0 });
}

export function recordingsOf(served: readonly Served[]): readonly Recording[] {
  return served.map(({ recording }) => recording);
}
