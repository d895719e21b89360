import { recruiter } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { candidateFields } from './queries.js';

export const atTheEdge: Strategy = {
  name: 'fifty-at-the-edge',
  attacks: [14],
  does: 'Reads up to just below the budget, then sends fifty requests at one moment, to all replicas, each for other persons.',
  isQuick: true,
  stolen: [recruiter(1)],
  seconds: 60,
  pauseMs: 500,
  act: async (thief) => {
    const cursors: string[] = [];
    const walk =
      'query W($after: String) { jobSeekers(first: 12, after: $after) { nodes { id } pageInfo { endCursor } } }';
    let after: string | undefined;
    for (let page = 0; page < 3; page++) {
      const { data } = await thief.ask(walk, { variables: { after } });
      after =
        (data as { readonly jobSeekers?: { readonly pageInfo: { readonly endCursor: string | null } } } | null)
          ?.jobSeekers?.pageInfo.endCursor ?? undefined;
      if (after !== undefined) cursors.push(after);
    }
    const next = `query N($after: String, $first: Int!) { jobSeekers(first: $first, after: $after) { nodes { ${candidateFields} } } }`;
    for (let volley = 0; volley < 3; volley++) {
      await thief.together(
        Array.from({ length: 50 }, () => next),
        (index) => ({ replica: index, variables: { after: cursors.at(-1), first: 1 + ((index + volley) % 20) } }),
      );
    }
  },
};
