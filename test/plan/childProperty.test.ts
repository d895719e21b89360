/** Where a row keeps what hangs below it: as many places as things asked, one for what means the same. */
import { Kind, parse } from 'graphql';
import type { FieldNode } from 'graphql';
import { expect, test } from 'vitest';
import { childProperty } from '../../src/plan/childProperty.js';

function fieldOf(text: string): FieldNode {
  const [definition] = parse(`query ($n: Int) { ${text} }`).definitions;
  const node = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
  if (node?.kind !== Kind.FIELD) throw new Error('there is a field');
  return node;
}

test.each([
  ['a field', 'tenant { surname }', '#tenant tenant()'],
  ['an alias', 'who: tenant { surname }', '#who tenant()'],
  ['arguments', 'leases(first: 2)', '#leases leases(first: 2)'],
  ['arguments, in one order', 'l: leases(first: $n, after: "c")', '#l leases(after: "c", first: $n)'],
])('%s has its place', (_what, text, property) => {
  expect(childProperty(fieldOf(text))).toBe(property);
});

test('a field that is written without arguments has the place of one with none', () => {
  const node: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'tenant' } };
  expect(childProperty(node)).toBe(childProperty(fieldOf('tenant { surname }')));
});

test('a node keeps its place', () => {
  const node = fieldOf('leases(first: 2)');
  expect(childProperty(node)).toBe(childProperty(node));
});

test.each([
  ['another alias', 'a: leases(first: 2)', 'b: leases(first: 2)'],
  ['another field under the same alias', 'a: leases(first: 2)', 'a: dealings(first: 2)'],
  ['other arguments', 'leases(first: 2)', 'leases(first: 3)'],
])('%s has another place', (_what, left, right) => {
  expect(childProperty(fieldOf(left))).not.toBe(childProperty(fieldOf(right)));
});
