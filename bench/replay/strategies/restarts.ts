import { recruiter } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { candidateFields, sweepQuery, takePage } from './queries.js';

export const restarts: Strategy = {
  name: 'restart-between-requests',
  attacks: [19],
  does: 'Reads while replicas end and start again between its requests, so that whatever they counted in memory is gone.',
  isQuick: true,
  stolen: [recruiter(2)],
  seconds: 300,
  pauseMs: 500,
  act: async (thief) => {
    const { site } = thief.world;
    let after: string | undefined;
    for (let request = 0; request < 10; request++) {
      const page = await takePage(thief, sweepQuery(candidateFields), { first: 11, after }, { replica: request });
      after = page?.pageInfo.endCursor ?? after;
      if (request === 2 || request === 5) await site.restart(request % site.count);
    }
  },
};
