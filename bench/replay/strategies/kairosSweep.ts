import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweep, traineeFields } from './queries.js';

/** The case itself: one account of a training organisation, everybody page by page, again and again until it is stopped. */
export const kairosSweep: Strategy = {
  name: 'kairos-sweep',
  attacks: [3],
  does: 'One stolen account of a training organisation reads everybody forward, page by page, twice a second.',
  isQuick: true,
  stolen: [trainer(1)],
  seconds: 600,
  pauseMs: 500,
  act: async (thief) => {
    for (let round = 0; round < 6 && !thief.isCutOff; round++) await sweep(thief, traineeFields, 50);
  },
};
