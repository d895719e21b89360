import { trainer } from '../accounts.js';
import { withoutStore, withoutRecord } from '../outages.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

export const storeDown: Strategy = {
  name: 'store-down',
  attacks: [20],
  does: 'Asks while budgets and ledger answer nothing, and while the whole database is away: nobody may be shown.',
  isQuick: true,
  stolen: [trainer(31)],
  seconds: 60,
  pauseMs: 0,
  act: async (thief) => {
    const query = `{ jobSeekers(first: 10) { nodes { ${traineeFields} } } }`;
    const volley = async (): Promise<void> =>
      void (await thief.together(
        Array.from({ length: 6 }, () => query),
        () => ({}),
      ));
    await withoutRecord(thief.world, volley);
    await withoutStore(thief.world, volley);
  },
};
