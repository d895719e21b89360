/**
 * Persons who do not exist, whom nobody reaches and no work leads to: whoever asks for one was guessing. A token that is
 * shortened is shared with others by chance, once in some hundred thousand searches, so it takes two of those.
 */
import type { Detector } from './detector.js';

const touchedMs = 24 * 3_600_000;
const chanceTouches = 2;

export const tripwire: Detector = {
  name: 'TRIPWIRE',
  observe: ({ entry, account }) => {
    if (entry.tripwire === undefined) return undefined;
    const touched = Object.values(account.touched).filter((at) => entry.at - at < touchedMs).length;
    if (!entry.tripwire.isSure && touched < chanceTouches) return undefined;
    return { detector: 'TRIPWIRE', level: 5, evidence: { tripwire: entry.tripwire.id, touchedInADay: touched } };
  },
};
