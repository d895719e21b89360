/**
 * Coordinates that the account never asked for, of many persons at once. Work asks for the same fields day after day; a thief
 * asks for all of them. A new version of a front end asks for new ones too, but for all of its users within days.
 */
import { dayOf, minuteOf } from '../instants.js';
import { sumOf } from '../ring.js';
import { isReleased, newcomerKey } from '../sharedProfile.js';
import type { Detector, Observation } from './detector.js';

const personsInAnHour = 120;
/** Before that the account's own habits are not known. */
const habitDays = 10;
/** What a policy grants anew is asked for anew. */
const policyDays = 30;

export const fields: Detector = {
  name: 'FIELDS',
  observe: (observation) => {
    const { entry, sighting, account, past } = observation;
    if (sighting.odd.length === 0 || entry.isMachine || past.activeDays < habitDays) return undefined;
    const persons = sumOf(account.oddMinutes, minuteOf(entry.at), 60);
    if (persons < personsInAnHour) return undefined;
    const odd = sighting.odd.filter((coordinate) => !isOfARelease(observation, coordinate));
    if (odd.length === 0 || isPolicyNew(observation)) return undefined;
    return {
      detector: 'FIELDS',
      level: sighting.isFromNewNetwork ? 3 : 1,
      evidence: { persons, coordinates: odd.slice(0, 20) },
    };
  },
};

/** Several others began to ask for it in one week. */
function isOfARelease({ entry, shared }: Observation, coordinate: string): boolean {
  return isReleased(shared.newcomers[newcomerKey(entry.role, coordinate)], dayOf(entry.at));
}

/** The very first policy that was seen is no change. */
function isPolicyNew({ entry, shared }: Observation): boolean {
  const days = Object.values(shared.policies);
  const since = entry.policy === undefined ? undefined : shared.policies[entry.policy];
  return since !== undefined && days.some((day) => day < since) && dayOf(entry.at) - since < policyDays;
}
