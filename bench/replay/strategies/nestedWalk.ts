import { adviser, trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { counselledFields, traineeFields } from './queries.js';

export const nestedWalk: Strategy = {
  name: 'nested-walk',
  attacks: [11],
  does: 'From a person to its session, to who else is enrolled, to their sessions, ever deeper; and so from an adviser’s portfolio.',
  isQuick: true,
  stolen: [trainer(11), adviser(6)],
  seconds: 300,
  pauseMs: 500,
  act: async (thief) => {
    for (const depth of [1, 2, 3, 5, 8]) {
      for (const width of [2, 10, 50]) {
        await thief.ask(
          `{ jobSeekers(first: ${String(width)}) { nodes { ${traineeFields} ${nested(depth, width, traineeFields)} } } }`,
        );
        await thief.ask(
          `{ jobSeekers(first: ${String(width)}) { nodes { ${counselledFields} accompaniments(first: 5) { nodes { id adviser jobSeeker { ${counselledFields} } } } } } }`,
          { as: 1 },
        );
      }
    }
  },
};

function nested(depth: number, width: number, fields: string): string {
  if (depth === 0) return '';
  const below = nested(depth - 1, width, fields);
  return `enrolments(first: 2) { nodes { id session { id enrolments(first: ${String(width)}) { nodes { id jobSeeker { ${fields} ${below} } } } } } }`;
}
