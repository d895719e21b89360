/** What is refused for its form alone, or tells of the caller: the same in both stores, as everything else. */
import type { Asking } from '../asking/asker.js';
import { ask } from '../asking/asker.js';

const questions = [
  '{',
  '{ nobodyKnowsThis }',
  '{ me { role purpose account organisation unit } }',
  'mutation { __typename }',
  'subscription { __typename }',
  '{ __schema { queryType { name } } }',
];

export async function askMalformed(asking: Asking): Promise<void> {
  for (const question of questions) await ask(asking, question);
  for (const root of asking.reading.policy.roots) {
    if (root.kind !== 'LIST') continue;
    await ask(asking, `{ r: ${root.name}(first: 1000000) { nodes { id } } }`);
    await ask(asking, `{ r: ${root.name}(first: 1, after: "AAAA") { nodes { id } } }`);
    if (!root.takesChangedSince) continue;
    await ask(
      asking,
      `{ r: ${root.name}(first: 5, changedSince: "2000-01-01T00:00:00Z") { nodes { id } pageInfo { hasNextPage } } }`,
    );
    await ask(
      asking,
      `{ r: ${root.name}(first: 5, changedSince: "2999-01-01T00:00:00Z") { nodes { id } pageInfo { hasNextPage } } }`,
    );
  }
}
