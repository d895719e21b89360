/**
 * New persons in an hour against the account's own best hour of sixty days. Whoever opens a list of persons opens a few
 * dozen; whoever takes over a colleague's portfolio some 350 at once, seldom; a program hundreds a minute.
 */
import { dayOf, minuteOf } from '../instants.js';
import { peakBefore, sumOf } from '../ring.js';
import type { Detector, Level, Observation } from './detector.js';
import { expectedTimes } from './detector.js';

/** A portfolio that is taken over and a day's work beside it stay below it. */
const personFloor = 500;
/** From a network where the account never was, a portfolio and nothing beside it. */
const strangeFloor = 400;
const timesOwnBest = 3;
/** A machine copies all that its organisation reaches: what is new to it is a cohort. */
const machineFloor = 3_000;
const machineTimesKnown = 1;
const machinePastDays = 7;

export const pace: Detector = {
  name: 'PACE',
  observe: (observation) => {
    const { entry, sighting, account } = observation;
    if (sighting.fresh.length === 0) return undefined;
    const allowed = allowedFor(observation) * expectedTimes(observation);
    const persons = sumOf(account.freshMinutes, minuteOf(entry.at), 60);
    if (persons < allowed) return undefined;
    return {
      detector: 'PACE',
      level: levelOf(observation, persons / allowed),
      evidence: { newPersonsInAnHour: persons, allowed: Math.round(allowed) },
    };
  },
};

function allowedFor({ entry, sighting, past }: Observation): number {
  if (!entry.isMachine) {
    const floor = sighting.isFromNewNetwork ? strangeFloor : personFloor;
    return Math.max(floor, timesOwnBest * peakBefore(past.freshPeaks, dayOf(entry.at), 60));
  }
  if (past.activeDays < machinePastDays) return Infinity;
  return Math.max(machineFloor, machineTimesKnown * past.known.count, past.before.count);
}

/** A machine runs registered operations alone, and may have been told of a cohort by hand: somebody looks first. */
function levelOf({ entry, sighting }: Observation, times: number): Level {
  if (entry.isMachine) return sighting.isFromNewNetwork ? 4 : 1;
  if (sighting.isFromNewNetwork || times >= 2) return 4;
  return 2;
}
