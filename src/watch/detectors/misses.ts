/**
 * Searches and ids that find nobody. Whoever serves at a counter misses sixty times in a day, and mistypes ten times in a
 * row; whoever tries a stolen list of names misses as fast as the machine answers.
 */
import { dayOf, minuteOf } from '../instants.js';
import { peakBefore, sumOf } from '../ring.js';
import type { Detector, Level } from './detector.js';

/** Nobody types a name, a forename and a birth date as often in a minute. */
const inAMinute = 15;
/** A counter on its busiest morning has a person every few minutes. */
const inTenMinutes = 30;
/** A counter's day, with the mistakes. */
const inADay = 120;
const timesOwnBestDay = 4;

export const misses: Detector = {
  name: 'MISSES',
  observe: ({ entry, account, past, sighting }) => {
    if (entry.misses === 0) return undefined;
    const minute = minuteOf(entry.at);
    const day = dayOf(entry.at);
    const counts = {
      minute: sumOf(account.missMinutes, minute, 2),
      tenMinutes: sumOf(account.missMinutes, minute, 10),
      day: sumOf(account.missDays, day, 1),
    };
    const allowedDay = Math.max(inADay, timesOwnBestDay * peakBefore(past.missDays, day, 30));
    const level = levelOf(counts, allowedDay, sighting.isFromNewNetwork);
    if (level === undefined) return undefined;
    const { minute: missesInTwoMinutes, tenMinutes: missesInTenMinutes, day: missesInADay } = counts;
    return { detector: 'MISSES', level, evidence: { missesInTwoMinutes, missesInTenMinutes, missesInADay } };
  },
};

function levelOf(
  { minute, tenMinutes, day }: { readonly minute: number; readonly tenMinutes: number; readonly day: number },
  allowedDay: number,
  isFromNewNetwork: boolean,
): Level | undefined {
  if (minute >= 2 * inAMinute || (minute >= inAMinute && isFromNewNetwork)) return 4;
  if (tenMinutes >= inTenMinutes) return isFromNewNetwork ? 4 : 3;
  return day >= allowedDay ? 1 : undefined;
}
