/**
 * How much of what the account reaches it read for the first time within a day. A sweep that keeps below the hourly pace
 * still ends up with everything; nobody's working day does, once the caseload is larger than a portfolio.
 */
import { hourOf } from '../instants.js';
import { sumOf } from '../ring.js';
import type { Detector, Observation } from './detector.js';
import { expectedTimes } from './detector.js';

/** Whoever takes over a portfolio doubles the own one: that, and a day's work. */
const floor = 520;
const shareOfCaseload = 0.2;
/** Where nobody counted the caseload: of whom the account knew before. */
const timesKnown = 0.8;

export const share: Detector = {
  name: 'SHARE',
  observe: (observation) => {
    const { entry, sighting, account } = observation;
    if (sighting.fresh.length === 0 || entry.isMachine) return undefined;
    const persons = sumOf(account.freshHours, hourOf(entry.at), 24);
    const allowed = Math.max(floor, partOf(observation, persons)) * expectedTimes(observation);
    if (persons < allowed) return undefined;
    return {
      detector: 'SHARE',
      level: sighting.isFromNewNetwork ? 4 : 3,
      evidence: { newPersonsInADay: persons, allowed: Math.round(allowed), caseload: entry.caseload ?? 0 },
    };
  },
};

function partOf({ entry, account }: Observation, persons: number): number {
  if (entry.caseload !== undefined) return shareOfCaseload * entry.caseload;
  return timesKnown * Math.max(0, account.known.count + account.before.count - persons);
}
