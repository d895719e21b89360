import { recruiter } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { candidateFields, sweepQuery, takePage } from './queries.js';

export const manyTokens: Strategy = {
  name: 'many-tokens',
  attacks: [12],
  does: 'Six accounts of one employer, each with fresh tokens again and again, share the list among them for three days.',
  isQuick: true,
  stolen: [1, 2, 3, 4, 5, 6].map((number) => recruiter(4, number)),
  days: 3,
  seconds: 600,
  pauseMs: 100,
  act: async (thief) => {
    const cursors: (string | undefined)[] = [undefined];
    for (let request = 0; request < 36 && !thief.isCutOff; request++) {
      const as = request % thief.accounts.length;
      const account = thief.accounts[as];
      if (account !== undefined) thief.world.desk.forget(account);
      const page = await takePage(thief, sweepQuery(candidateFields), { first: 10, after: cursors[as] }, { as });
      // A page that was refused is asked for once more, smaller; who has nothing left makes room for the next.
      cursors[as] = page?.pageInfo.endCursor ?? cursors[as];
      if (page === undefined)
        await takePage(thief, sweepQuery(candidateFields), { first: 1, after: cursors[as] }, { as });
    }
  },
};
