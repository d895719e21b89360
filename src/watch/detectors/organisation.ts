/**
 * The sum over an organisation's accounts: ten of them that each keep below their own measure. A cohort in September is spread
 * over days and over everybody; a sweep with all of an organisation's accounts is not.
 */
import { dayOf, hourOf, minuteOf } from '../instants.js';
import { peakBefore, sumOf } from '../ring.js';
import type { Reader } from '../sharedProfile.js';
import type { WatchedEntry } from '../watchedEntry.js';
import type { Detector } from './detector.js';
import { expectedTimes } from './detector.js';

const floorInAnHour = 1_000;
const timesOwnBest = 3;
const floorInADay = 2_000;
const shareOfCaseload = 0.5;
const pastDays = 5;
/** Who reads fewer has no part in it. */
const readerAtLeast = 15;

export const organisation: Detector = {
  name: 'ORGANISATION',
  observe: (observation) => {
    const { entry, sighting, organisation: profile, shared } = observation;
    if (profile === undefined || sighting.fresh.length === 0 || entry.isMachine) return undefined;
    const day = dayOf(entry.at);
    if (day - profile.since < pastDays) return undefined;
    const inAnHour = sumOf(profile.freshMinutes, minuteOf(entry.at), 60);
    const inADay = sumOf(profile.freshHours, hourOf(entry.at), 24);
    const times = expectedTimes(observation);
    const allowed = Math.max(floorInAnHour, timesOwnBest * peakBefore(profile.freshPeaks, day, 60)) * times;
    const allowedDay = Math.max(floorInADay, shareOfCaseload * (entry.caseload ?? 0)) * times;
    if (inAnHour < allowed && inADay < allowedDay) return undefined;
    const accounts = shared.readers.filter((each) => isPartOf(each, entry)).map(({ account }) => account);
    return {
      detector: 'ORGANISATION',
      level: 3,
      evidence: { newPersonsInAnHour: inAnHour, newPersonsInADay: inADay, allowed, accounts: accounts.length },
      accounts,
    };
  },
};

function isPartOf({ organisation: id, fresh, at }: Reader, entry: WatchedEntry): boolean {
  return id === entry.organisation && fresh >= readerAtLeast && entry.at - at < 3_600_000;
}
