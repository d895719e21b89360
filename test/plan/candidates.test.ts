/** What a lookup may open to compare: one person where its index is whole, as many strangers as it leaves where it is not. */
import { expect, test } from 'vitest';
import { candidatesAtMost, costOfCandidates } from '../../src/plan/candidates.js';
import { fullBits } from '../../src/policy/indexPlan.js';

const index = { column: 'surname_born_bidx', fields: ['surname', 'born'], unique: false };

test.each([
  ['a whole index leaves one', fullBits, 2, 2],
  ['an index that is cut by a bit leaves strangers', fullBits - 1, 2, 2 * candidatesAtMost],
  ['an index that is cut short leaves no more of them', 8, 3, 3 * candidatesAtMost],
  ['one field costs one of each', 8, 1, candidatesAtMost],
])('%s', (_title, bits, count, cost) => {
  const wanted = Array.from({ length: count }, () => 'x');
  expect(costOfCandidates({ index: { ...index, bits }, wanted })).toBe(cost);
});

test('no more than five hundred candidates are opened', () => {
  expect(candidatesAtMost).toBe(500);
});
