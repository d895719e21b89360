import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

export const rotatingHeaders: Strategy = {
  name: 'rotating-headers',
  attacks: [13],
  does: 'Every request says another client address, host and browser.',
  isQuick: false,
  stolen: [trainer(13)],
  seconds: 300,
  pauseMs: 250,
  act: async (thief) => {
    let after: string | undefined;
    for (let request = 0; request < 80 && !thief.isCutOff; request++) {
      const address = `203.0.${String(request % 250)}.${String((request * 7) % 250)}`;
      const headers = {
        forwarded: `for=${address}`,
        'x-real-ip': address,
        'x-forwarded-host': `host-${String(request)}.example.org`,
        'user-agent': `browser/${String(request)}`,
      };
      const page = await takePage(thief, sweepQuery(traineeFields), { first: 10, after }, { address, headers });
      after = page?.pageInfo.endCursor ?? undefined;
    }
  },
};
