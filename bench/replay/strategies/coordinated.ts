import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

const ranks = [21, 22, 23, 24, 25, 26, 27, 28, 29, 30];

export const coordinated: Strategy = {
  name: 'coordinated',
  attacks: [18],
  does: 'Ten accounts of ten organisations, one after the other and from one address, each reads its own in order.',
  isQuick: true,
  stolen: ranks.map((rank) => trainer(rank)),
  seconds: 600,
  pauseMs: 250,
  act: async (thief) => {
    const cursors: (string | undefined)[] = [];
    for (let request = 0; request < 120 && !thief.isCutOff; request++) {
      const as = request % thief.accounts.length;
      const options = { as, address: '198.51.100.7' };
      const page = await takePage(thief, sweepQuery(traineeFields), { first: 25, after: cursors[as] }, options);
      cursors[as] = page?.pageInfo.endCursor ?? undefined;
    }
  },
};
