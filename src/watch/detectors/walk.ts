/**
 * Page after page in the order of keys, over persons who are new to the account. That is how a list is swept, and how a
 * program copies one; whoever copies every night meets nobody new, and a person looks at some pages and stops.
 */
import type { Walk } from '../walk.js';
import type { Detector, Level, Observation } from './detector.js';
import { expectedTimes } from './detector.js';

const allowedPersons = 500;
/** A portfolio that is taken over from a desk at home. */
const strangePersons = 400;
/** Faster than pages can be looked at. */
const machineSpeed = 5;

export const walk: Detector = {
  name: 'WALK',
  observe: (observation) => {
    const { entry, sighting, account } = observation;
    const run = account.walk;
    if (entry.isMachine || sighting.fresh.length === 0 || run.pages < 3) return undefined;
    const allowed = (sighting.isFromNewNetwork ? strangePersons : allowedPersons) * expectedTimes(observation);
    if (run.fresh < allowed) return undefined;
    return {
      detector: 'WALK',
      level: levelOf(observation, run),
      evidence: { newPersonsInOrder: run.fresh, pages: run.pages, personsASecond: Math.round(speedOf(run)), allowed },
    };
  },
};

function levelOf({ sighting }: Observation, run: Walk): Level {
  const isFast = speedOf(run) >= machineSpeed;
  if (sighting.isFromNewNetwork) return isFast ? 5 : 4;
  return isFast ? 3 : 2;
}

function speedOf({ fresh, startedAt, lastAt }: Walk): number {
  return fresh / Math.max(1, (lastAt - startedAt) / 1000);
}
