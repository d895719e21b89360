import { trainer } from '../accounts.js';
import { hourMs, instantOf } from '../time.js';
import type { Thief } from '../thief.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

/** The window of who left on 15 June ends with 15 September: in Guadeloupe, four hours after midnight in UTC. */
export const retentionEdge: Strategy = {
  name: 'retention-edge',
  attacks: [33],
  does: 'Reads a second before and a second after the windows of ended links close, with cursors from before.',
  isQuick: false,
  stolen: [trainer(15)],
  day: 14,
  days: 3,
  seconds: 86_400,
  pauseMs: 10,
  act: async (thief, day) => {
    const edge = instantOf(15 + day, '04:00');
    await thief.world.clock.moveTo(edge - 1_500);
    const cursors = await read(thief, [undefined]);
    await thief.world.clock.moveTo(edge + 1_000);
    await read(thief, cursors);
    await thief.world.clock.moveTo(edge + hourMs);
  },
};

/** Fewer than anybody would be stopped for; every page by a cursor that is there already, or by the last one's. */
async function read(thief: Thief, known: readonly (string | undefined)[]): Promise<readonly (string | undefined)[]> {
  const cursors = [...known];
  for (let page = 0; page < 10 && !thief.isCutOff; page++) {
    const found = await takePage(thief, sweepQuery(traineeFields), { first: 30, after: cursors[page] });
    cursors[page + 1] ??= found?.pageInfo.endCursor ?? undefined;
    if (cursors[page + 1] === undefined) break;
  }
  return cursors;
}
