import { describe, expect, test } from 'vitest';
import type { NamedPath } from '../../../src/policy/read/paths.js';
import { columnOfPath, inputTypeOf, resolvePath } from '../../../src/policy/read/paths.js';
import { readDraft } from '../../../src/policy/read/readDraft.js';
import { storeOf } from '../reading.js';

const draft = readDraft(
  storeOf(`
    type Person @subject(table: "person") {
      id: ID!
      fullName: String
      home: Address @embedded(prefix: "home_")
      keeper: Keeper
      papers: [Paper!]
    }
    type Address { line: String }
    type Paper @record(table: "paper", subject: "person_id") { person: Person size: Int }
    type Keeper @entity(table: "keeper") { id: ID! version: Int office: Office nick: String }
    type Office @entity(table: "office") { id: ID! opensOn: Date site: Address @embedded(prefix: "") }
  `),
);

/** The kinds on the way, and the column at its end. */
function spelt(path: NamedPath | undefined): string | undefined {
  switch (path?.kind) {
    case undefined:
    case 'id':
    case 'version':
      return path?.kind;
    case 'value':
    case 'relation':
      return `${path.kind} ${path.model.column}`;
    case 'through':
      return `through ${path.relation.column}, ${spelt(path.end) ?? ''}`;
  }
}

describe('a path names', () => {
  test.each([
    ['Person', 'id', 'id'],
    ['Person', 'version', 'version'],
    ['Paper', 'version', 'version'],
    ['Person', 'fullName', 'value full_name'],
    ['Person', 'home.line', 'value home_line'],
    ['Person', 'keeper', 'relation keeper_id'],
    ['Person', 'keeper.nick', 'through keeper_id, value nick'],
    ['Person', 'keeper.office', 'through keeper_id, relation office_id'],
    ['Person', 'keeper.office.opensOn', 'through keeper_id, through office_id, value opens_on'],
    ['Person', 'keeper.office.site.line', 'through keeper_id, through office_id, value line'],
    ['Paper', 'person.keeper', 'through person_id, relation keeper_id'],
  ])('of %s, %s: %s', (type, path, what) => {
    expect(spelt(resolvePath(draft, type, path))).toBe(what);
  });
});

describe('a path names nothing', () => {
  test.each([
    ['in a type that is not there', 'Letter', 'size'],
    ['as the key of a type without id', 'Paper', 'id'],
    ['as the state of a row of nobody, which has no version', 'Keeper', 'version'],
    ['that is no field', 'Person', 'age'],
    ['that is no field, with a name in it', 'Person', 'age.line'],
    ['that is an object', 'Person', 'home'],
    ['that is no member of it', 'Person', 'home.town'],
    ['that is a list', 'Person', 'papers'],
    ['of the rows of a list', 'Person', 'papers.size'],
    ['of a value', 'Person', 'fullName.first'],
    ['as the key of a related row', 'Person', 'keeper.id'],
    ['as the state of a related row', 'Paper', 'person.version'],
    ['that a related row has not', 'Person', 'keeper.age'],
    ['that begins with nothing', 'Person', '.fullName'],
  ])('%s', (_what, type, path) => {
    expect(resolvePath(draft, type, path)).toBeUndefined();
  });
});

test.each([
  ['id', 'ID', undefined],
  ['version', 'String', undefined],
  ['fullName', 'String', 'full_name'],
  ['keeper', 'ID', 'keeper_id'],
  ['keeper.office.opensOn', 'Date', undefined],
  ['keeper.office', 'ID', undefined],
])('what %s names is brought as %s and written to %s', (path, type, column) => {
  const named = resolvePath(draft, 'Person', path);
  expect(named && inputTypeOf(named)).toBe(type);
  expect(columnOfPath(named)).toBe(column);
});

test('what names nothing is written nowhere', () => {
  expect(columnOfPath(undefined)).toBeUndefined();
});
