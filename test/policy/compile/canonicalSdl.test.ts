import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { canonicalSdl } from '../../../src/policy/compile/canonicalSdl.js';

test('is each definition on a line, without what nobody compiles, sorted', () => {
  const text = `
    # A remark.
    type Shed @entity(table:   "shed") { id: ID!,
      doors: Int }
    enum Role { MANAGER }

    "What for."
    enum Purpose { MANAGEMENT }`;
  expect(canonicalSdl(parse(text))).toBe(
    [
      '"What for." enum Purpose{MANAGEMENT}',
      'enum Role{MANAGER}',
      'type Shed@entity(table:"shed"){id:ID!doors:Int}',
    ].join('\n'),
  );
});
