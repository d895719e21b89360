import { youthCounsellor } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { counselledFields, sweep } from './queries.js';

export const youthUnit: Strategy = {
  name: 'youth-unit',
  attacks: [3],
  does: 'A counsellor’s account of a Mission locale reads the unit’s young people, ten days in a row, as far as each day’s budget goes.',
  isQuick: false,
  stolen: [youthCounsellor(1)],
  day: 18,
  days: 10,
  seconds: 600,
  pauseMs: 500,
  act: async (thief) => {
    if (!thief.isCutOff) await sweep(thief, counselledFields, 50);
  },
};
