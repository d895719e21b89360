import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

export const noPageSize: Strategy = {
  name: 'no-page-size',
  attacks: [2],
  does: 'Leaves the size of the page out, or gives null for it, in the root and in lists below it.',
  isQuick: false,
  stolen: [trainer(7)],
  seconds: 60,
  pauseMs: 1_000,
  act: async (thief) => {
    await thief.ask(`{ jobSeekers { nodes { ${traineeFields} } } }`);
    await thief.ask(`{ jobSeekers(first: null) { nodes { ${traineeFields} } } }`);
    const query = `query Q($n: Int) { jobSeekers(first: $n) { nodes { ${traineeFields} } } }`;
    await thief.ask(query, { variables: { n: null } });
    await thief.ask(query);
    await thief.ask(`{ sessions { nodes { id enrolments { nodes { id jobSeeker { ${traineeFields} } } } } } }`);
  },
};
