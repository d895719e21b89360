import { trainer } from '../accounts.js';
import { hourMs, instantOf } from '../time.js';
import type { Strategy } from './strategy.js';
import { sweep, traineeFields } from './queries.js';

/** The window of who left on 15 June ends with 15 September: in Guadeloupe, four hours after midnight in UTC. */
export const retentionEdge: Strategy = {
  name: 'retention-edge',
  attacks: [33],
  does: 'Reads a second before and a second after the windows of ended links close, with ids and cursors from before.',
  isQuick: false,
  stolen: [trainer(15)],
  day: 14,
  days: 3,
  seconds: 86_400,
  pauseMs: 10,
  act: async (thief, day) => {
    const edge = instantOf(15 + day, '04:00');
    await thief.world.clock.moveTo(edge - 1_500);
    await sweep(thief, traineeFields, 25);
    const before = [...thief.loot.persons.keys()].length;
    await thief.world.clock.moveTo(edge + 1_000);
    if (before > 0) await sweep(thief, traineeFields, 25);
    await thief.world.clock.moveTo(edge + hourMs);
  },
};
