import { recruiter, youthCounsellor } from '../accounts.js';
import type { Thief } from '../thief.js';
import type { Strategy } from './strategy.js';
import { candidateFields, counselledFields } from './queries.js';

/** The same list, with another cursor in each alias: as many persons as one request can carry. */
export const aliasBatchLarge: Strategy = {
  name: 'alias-batch-1000',
  attacks: [6],
  does: 'A youth unit’s account puts a thousand pages into one request, under aliases; then five hundred, two hundred and so on.',
  isQuick: false,
  stolen: [youthCounsellor(0)],
  seconds: 120,
  pauseMs: 1_000,
  act: async (thief) => {
    for (const aliases of [1_000, 500, 200, 100, 50]) await thief.ask(aliased(aliases, counselledFields, 50));
    await walkAliased(thief, 10, counselledFields, 40);
  },
};

export const aliasBatchSmall: Strategy = {
  name: 'alias-batch-10',
  attacks: [7, 13],
  does: 'An employer’s account sends ten aliases a request, below every limit of requests, from ever other addresses.',
  isQuick: true,
  stolen: [recruiter(0)],
  seconds: 120,
  pauseMs: 200,
  act: async (thief) => {
    for (let round = 0; round < 5 && !thief.isCutOff; round++) await walkAliased(thief, 10, candidateFields, 4);
    await walkAliased(thief, 1, candidateFields, 1);
  },
};

function aliased(count: number, fields: string, first: number): string {
  const pages = Array.from(
    { length: count },
    (_, n) => `a${String(n)}: jobSeekers(first: ${String(first)}) { nodes { ${fields} } }`,
  );
  return `{ ${pages.join(' ')} }`;
}

/** Forward with each request: the last alias's cursor is the next request's start. */
async function walkAliased(thief: Thief, count: number, fields: string, first: number): Promise<void> {
  let after = 'null';
  for (let request = 0; request < 12 && !thief.isCutOff; request++) {
    const page = (n: number): string =>
      `a${String(n)}: jobSeekers(first: ${String(first + n)}, after: ${after}) { nodes { ${fields} } pageInfo { endCursor } }`;
    const { data } = await thief.ask(`{ ${Array.from({ length: count }, (_, n) => page(n)).join(' ')} }`);
    const pages = Object.values(
      (data ?? {}) as Readonly<Record<string, { readonly pageInfo: { readonly endCursor: string | null } } | null>>,
    );
    const end = pages.at(-1)?.pageInfo.endCursor;
    if (end === undefined || end === null) return;
    after = JSON.stringify(end);
  }
}
