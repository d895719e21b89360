/**
 * What a training organisation's software does by night: reads its caseload page by page, and says how much there is. Nothing of a
 * person is printed. Every name below comes from the contract: a field that leaves it is an error of the compiler.
 */
import { readFileSync } from 'node:fs';
import type { TraineeFragment, TraineesQuery, TraineesQueryVariables } from './generated/operations.js';
import { PartnerClient } from './client.js';
import type { Answer } from './client.js';

const trainees = readFileSync(new URL('operations/trainees.graphql', packageRoot()), 'utf8');

const client = new PartnerClient({
  url: setting('CLOISON_URL'),
  accessToken: setting('ACCESS_TOKEN'),
  privateKey: readFileSync(setting('KEY_FILE'), 'utf8'),
  purpose: 'TRAINING_FOLLOW_UP',
});

const counts = { persons: 0, pages: 0, withheld: 0, reachable: 0 };
for await (const { nodes, withheld } of pages()) {
  counts.pages += 1;
  counts.persons += nodes.length;
  counts.withheld += withheld;
  counts.reachable += nodes.filter(isReachable).length;
}
process.stdout.write(`${JSON.stringify(counts)}\n`);

/** Whom one can write to or call. */
function isReachable({ email, phone }: TraineeFragment): boolean {
  return email !== null || phone !== null;
}

async function* pages(): AsyncGenerator<{ readonly nodes: readonly TraineeFragment[]; readonly withheld: number }> {
  for (let after: string | null = null; ;) {
    const page: TraineesQueryVariables = { first: 20, after };
    const { data, withheld }: Answer<TraineesQuery> = await client.ask(trainees, page);
    const { nodes, pageInfo } = data.jobSeekers;
    yield { nodes, withheld: withheld.length };
    const { hasNextPage, endCursor } = pageInfo;
    if (!hasNextPage || endCursor === null) return;
    after = endCursor;
  }
}

/** Of this folder, from the source and from `dist` alike. */
function packageRoot(): URL {
  return new URL(import.meta.url.includes('/dist/') ? '../' : './', import.meta.url);
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
