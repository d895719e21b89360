/** What honest people and thieves act in: the service, the clock, everybody who is in the store. */
import type { Desk } from './desk.js';
import type { Honest } from './honest/honest.js';
import type { SimulatedClock } from './simulatedClock.js';
import type { Site } from './site.js';
import type { FilledStore } from './store/filledStore.js';

export interface World {
  readonly filled: FilledStore;
  readonly site: Site;
  readonly desk: Desk;
  readonly clock: SimulatedClock;
  readonly honest: Honest;
  /** UUIDs of all persons. */
  readonly everybody: ReadonlySet<string>;
  /** Less of everything that is not an attack. */
  readonly isQuick: boolean;
}
