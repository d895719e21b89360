import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweep, traineeFields } from './queries.js';

export const bigOrganisation: Strategy = {
  name: 'big-organisation',
  attacks: [48, 4],
  does: 'One trainer’s account of the largest organisation reads all of its caseload, four pages a second.',
  isQuick: false,
  stolen: [trainer(0, 2)],
  isAtHome: true,
  day: 29,
  seconds: 3_600,
  pauseMs: 250,
  act: async (thief) => {
    for (let round = 0; round < 2 && !thief.isCutOff; round++) await sweep(thief, traineeFields, 50);
  },
};
