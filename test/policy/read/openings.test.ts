import { print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { OpeningDraft } from '../../../src/policy/read/draft.js';
import { openingNamings, readOpenings } from '../../../src/policy/read/openings.js';
import { readTypes } from '../../../src/policy/read/types.js';
import { storeOf } from '../reading.js';

const opens = (by: string): string => `@opens(reach: "counter", by: ${by}, to: [CLERK], for: [WORK])`;
const { schema } = storeOf(`
  type Person @subject(table: "person") { id: ID! name: String }
  type Paper @record(table: "paper", subject: "person_id") { id: ID! }
  type Shown { errors: [RowError!]! person: Person! note: String }
  type Both { person: Person papers: [Paper!] }
  type Empty { note: String }
  extend type Mutation {
    openCounter(number: String!, called: String! @sets(field: "name"), reason: String!): Shown!
      ${opens('["number", "name"]')}
    openBoth(number: String!): Both! ${opens('["number"]')}
    openEmpty(reason: String): Empty ${opens('["number"]')}
    openNothing(number: String!): Boolean ${opens('["number"]')}
    rename(name: String): Shown
  }
  extend type Query { openCounter: Person }
`);
const types = readTypes(schema);

function openings(): readonly OpeningDraft[] {
  return readOpenings(schema, types);
}

describe('a mutation that opens a reach', () => {
  test('is each with the directive, and no other', () => {
    expect(openings().map(({ field, node, use }) => [field.name, node.name.value, use.args.by])).toEqual([
      ['openCounter', 'openCounter', ['number', 'name']],
      ['openBoth', 'openBoth', ['number']],
      ['openEmpty', 'openEmpty', ['number']],
      ['openNothing', 'openNothing', ['number']],
    ]);
  });

  test('brings what its arguments name, and apart from it the reason', () => {
    const brought = openings().map(({ brings, reason }) => [
      ...brings.map(({ argument, path }) => `${argument.name}: ${path}`),
      reason?.name,
    ]);
    expect(brought).toEqual([
      ['number: number', 'called: name', 'reason'],
      ['number: number', undefined],
      ['reason'],
      ['number: number', undefined],
    ]);
  });

  test('shows the one type with a table that is in its payload, and nobody where there are two, or none', () => {
    expect(openings().map(({ type }) => type)).toEqual(['Person', undefined, undefined, undefined]);
  });

  test('names a person by the attributes of the directive, where somebody is shown', () => {
    const namings = openingNamings(openings());
    expect(namings.map(({ node, ...naming }) => [naming, print(node)])).toEqual([
      [{ of: 'Mutation.openCounter', type: 'Person', fields: ['number', 'name'] }, '["number", "name"]'],
    ]);
  });
});
