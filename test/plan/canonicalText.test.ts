/** One text for one value: a request that is sent again is known again, however its client wrote it. */
import { expect, test } from 'vitest';
import { canonicalText } from '../../src/plan/canonicalText.js';

test.each<readonly [what: string, value: unknown, text: string]>([
  ['a text', 'it’s "x"', '"it’s \\"x\\""'],
  ['a number', 1.5, '1.5'],
  ['a truth', false, 'false'],
  ['null', null, 'null'],
  ['what was not given', undefined, 'null'],
  ['a time', new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ['nothing in a list', [], '[]'],
  ['a list, in its order', ['b', 'a', undefined, ['c']], '["b","a",null,["c"]]'],
  ['no members', {}, '{}'],
  [
    'members, in the order of their names',
    { b: 1, a: { d: null, c: [{ f: 2, e: new Date(0) }] } },
    '{"a":{"c":[{"e":"1970-01-01T00:00:00.000Z","f":2}],"d":null},"b":1}',
  ],
  ['members that stand in order', { a: 1, a1: 2, b: 3 }, '{"a":1,"a1":2,"b":3}'],
  ['a member that was not given as none, and null as null', { a: undefined, b: null }, '{"b":null}'],
  ['names that need quotes', { 'a "b"': 1 }, '{"a \\"b\\"":1}'],
])('%s', (_what, value, text) => {
  expect(canonicalText(value)).toBe(text);
});

test('what is written in another order is the same', () => {
  expect(canonicalText({ id: 'i', input: { phone: 'p', line: null } })).toBe(
    canonicalText({ input: { line: null, phone: 'p' }, id: 'i' }),
  );
});

test.each([
  ['another value', { a: '1' }, { a: 1 }],
  ['another order of a list', [1, 2], [2, 1]],
  ['a list in a list', [[1], 2], [[1, 2]]],
  ['null where nothing was given', { a: null }, {}],
])('%s is another text', (_what, left, right) => {
  expect(canonicalText(left)).not.toBe(canonicalText(right));
});
