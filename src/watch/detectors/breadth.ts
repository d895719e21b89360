/**
 * New persons over days. A thief who keeps below every hour's and every day's measure reads a day's budget less one, day after
 * day; an honest caseload turns over by some persons a day, and a portfolio is taken over once.
 */
import { dayOf } from '../instants.js';
import { bestRunBefore, sumOf } from '../ring.js';
import type { Detector, Observation } from './detector.js';
import { expectedTimes } from './detector.js';

const week = 7;
const month = 30;
/** A portfolio of one's own, one taken over, and a busy week. */
const weekFloor = 900;
const monthFloor = 1_300;
/** Of a role with a small budget: as many days at its edge as nobody needs in a week. */
const daysAtTheBound = 3.5;
const timesOwnBestWeek = 2;
/** Nobody has answered the first alarm, and it went on. */
const timesTooMany = 1.5;

export const breadth: Detector = {
  name: 'BREADTH',
  observe: (observation) => {
    const { entry, sighting, account } = observation;
    if (sighting.fresh.length === 0 || entry.isMachine) return undefined;
    const day = dayOf(entry.at);
    const inAWeek = sumOf(account.freshDays, day, week);
    const inAMonth = sumOf(account.freshDays, day, month);
    const floor = floorOf(observation) * expectedTimes(observation);
    if (inAWeek < floor && inAMonth < monthFloor) return undefined;
    const allowedWeek = Math.max(floor, ownBest(observation, day));
    const allowedMonth = Math.max(monthFloor, 2 * allowedWeek);
    if (inAWeek < allowedWeek && inAMonth < allowedMonth) return undefined;
    return {
      detector: 'BREADTH',
      level: sighting.isFromNewNetwork || inAWeek >= timesTooMany * allowedWeek ? 3 : 1,
      evidence: { newPersonsInAWeek: inAWeek, newPersonsInAMonth: inAMonth, allowedInAWeek: Math.round(allowedWeek) },
    };
  },
};

function floorOf({ entry }: Observation): number {
  return Math.min(weekFloor, entry.dailyBound === undefined ? Infinity : daysAtTheBound * entry.dailyBound);
}

function ownBest({ past }: Observation, day: number): number {
  return timesOwnBestWeek * bestRunBefore(past.freshDays, day - week, week);
}
