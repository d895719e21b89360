import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweep, traineeFields } from './queries.js';

export const sleeper: Strategy = {
  name: 'sleeper',
  attacks: [17],
  does: 'An account that was honest all month reads everything that it can on the last day, ten pages a second.',
  isQuick: true,
  stolen: [trainer(5)],
  isAtHome: true,
  day: 30,
  seconds: 600,
  pauseMs: 100,
  act: async (thief) => {
    for (let round = 0; round < 4 && !thief.isCutOff; round++) {
      await sweep(thief, traineeFields, 50);
      await thief.wait(5_000);
    }
  },
};
