import { trainer } from '../accounts.js';
import { hourMs } from '../time.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

/** Cursors don't last a night: each day the thief walks to where it was by pages of ids that it has read before. */
export const slowAndLow: Strategy = {
  name: 'slow-and-low',
  attacks: [16],
  does: 'Reads a little more of the caseload every day for thirty days, in working hours, never fast.',
  isQuick: false,
  stolen: [trainer(4)],
  isAtHome: true,
  day: 1,
  days: 30,
  seconds: 8 * 3_600,
  pauseMs: 60_000,
  act: async (thief, day) => {
    if (thief.isCutOff) return;
    let after: string | undefined;
    for (let page = 0; page <= day; page++) {
      const found = await takePage(thief, sweepQuery(traineeFields), { first: 25, after });
      after = found?.pageInfo.endCursor ?? undefined;
      if (after === undefined || thief.isCutOff) return;
      if (page % 10 === 9) await thief.wait(hourMs / 4);
    }
  },
};
