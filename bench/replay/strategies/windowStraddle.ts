import { recruiter } from '../accounts.js';
import { hourMs } from '../time.js';
import type { Strategy } from './strategy.js';
import { candidateFields, sweepQuery, takePage } from './queries.js';

export const windowStraddle: Strategy = {
  name: 'window-straddle',
  attacks: [49],
  does: 'Spends the day’s budget before midnight and asks again after it; and while the database’s clock is set back.',
  isQuick: true,
  stolen: [recruiter(3)],
  seconds: 7_200,
  pauseMs: 500,
  act: async (thief) => {
    const { clock } = thief.world;
    const midnight = Math.ceil(clock.now() / (24 * hourMs)) * 24 * hourMs;
    await clock.moveTo(midnight - 60_000);
    let after: string | undefined;
    const take = async (times: number): Promise<void> => {
      for (let request = 0; request < times && !thief.isCutOff; request++) {
        const page = await takePage(thief, sweepQuery(candidateFields), { first: 10, after });
        after = page?.pageInfo.endCursor ?? after;
      }
    };
    await take(6);
    await clock.moveTo(midnight + 60_000);
    await take(6);
    for (const back of [hourMs, 24 * hourMs, 31 * 24 * hourMs]) {
      await clock.setDatabaseBack(back);
      await take(4);
    }
    await clock.setDatabaseBack(0);
    await take(3);
  },
};
