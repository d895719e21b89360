import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

export const arrayBatch: Strategy = {
  name: 'array-batch',
  attacks: [8],
  does: 'Sends arrays of two, ten and a hundred operations in one body.',
  isQuick: false,
  stolen: [trainer(9)],
  seconds: 60,
  pauseMs: 1_000,
  act: async (thief) => {
    const query = `{ jobSeekers(first: 50) { nodes { ${traineeFields} } } }`;
    for (const length of [1, 2, 10, 100]) {
      await thief.ask('', { body: JSON.stringify(Array.from({ length }, () => ({ query }))) });
    }
  },
};
