import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

export const giantPage: Strategy = {
  name: 'giant-page',
  attacks: [1],
  does: 'Asks for a million rows at once, and for sizes that a parser may misread.',
  isQuick: true,
  stolen: [trainer(7)],
  seconds: 60,
  pauseMs: 1_000,
  act: async (thief) => {
    for (const first of [1_000_000, 2_147_483_647, 51, -1, 0])
      await takePage(thief, sweepQuery(traineeFields), { first });
    await thief.ask(`{ jobSeekers(first: 1000000) { nodes { ${traineeFields} } } }`);
  },
};
