import type { GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { TypeDraft } from '../../../src/policy/read/draft.js';
import { readTypes, storedUses } from '../../../src/policy/read/types.js';
import { storeOf } from '../reading.js';

const reach =
  'through: "file", subject: "person_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on"';
const { schema } = storeOf(`
  type Person
    @subject(table: "person", key: "uuid", population: 5000)
    @retain(from: "left_on", keep: "P5Y")
    @reach(name: "work", role: CLERK, ${reach})
    @reach(name: "work", role: VISITOR, ${reach})
    @restrict(column: "protected", fields: ["home"])
    @exceptional(name: "counter", role: CLERK, review: "P7D", persons: [], misses: [])
    @reveals(category: NAME, reason: "a list")
  { id: ID! name: String @personal(category: NAME) papers: [Paper!] notes: [Note!] friends: [Person!] stamps: [Stamp!] }
  extend type Person @reach(name: "work", role: CLERK, ${reach}) @reach(name: "leisure", role: CLERK, ${reach})
  type Paper @record(table: "paper", key: "number", subject: "person_id") {
    id: ID! name: String @personal(category: NAME) person: Person other: Paper
  }
  type Note @record(table: "note", subject: "person_id") { id: ID! person: String! about: Person }
  type Stamp @entity(table: "stamp", key: "code") @disclose(to: [CLERK], for: [WORK]) {
    id: ID! name: String @personal(category: NAME)
  }
  extend type Stamp @disclose(to: [VISITOR], for: [LEISURE])
  type Part { line: String }
  interface Sited { id: ID! }
`);
const two = storeOf(`
  type Person @subject(table: "person") { id: ID! papers: [Paper!] notes: [Note!] }
  type Pet @subject(table: "pet") { id: ID! papers: [Paper!] }
  type Paper @record(table: "paper", subject: "pet_id") { id: ID! kept: Person pet: Pet }
  type Note @record(table: "note", subject: "person_id") { id: ID! text: String }
  type Badge @record(table: "badge", subject: "shop_id") { id: ID! shop: Shop }
  type Shop @entity(table: "shop") { id: ID! }
`);

function typeOf(name: string): TypeDraft {
  const found = readTypes(schema).get(name);
  if (found === undefined) throw new Error(`no type ${name}`);
  return found;
}

describe('the types of a store', () => {
  test('are those with a table, in the order of the schema', () => {
    const kinds = [...readTypes(schema).values()].map(({ name, kind, table, key }) => [name, kind, table, key]);
    expect(kinds).toEqual([
      ['Person', 'subject', 'person', 'uuid'],
      ['Paper', 'record', 'paper', 'number'],
      ['Note', 'record', 'note', 'id'],
      ['Stamp', 'entity', 'stamp', 'code'],
    ]);
  });

  test('know how many persons they are made for', () => {
    expect(['Person', 'Paper', 'Stamp'].map((name) => typeOf(name).population)).toEqual([5000, 0, 0]);
  });

  test('know the definition that they are read from', () => {
    const { object, node, stored } = typeOf('Paper');
    expect([object.name, node.name.value, stored.node.name.value]).toEqual(['Paper', 'Paper', 'record']);
  });

  test('know the directives on them and on their extensions', () => {
    const { reaches, exceptionals, reveals, restricts, retains } = typeOf('Person');
    expect(reaches.map(({ use }) => use.args.name)).toEqual(['work', 'work', 'work', 'leisure']);
    expect([exceptionals, reveals, restricts, retains].map((uses) => uses.map(({ node }) => node.name.value))).toEqual([
      ['exceptional'],
      ['reveals'],
      ['restrict'],
      ['retain'],
    ]);
    expect(typeOf('Stamp').disclosures.map(({ args }) => args.to)).toEqual([['CLERK'], ['VISITOR']]);
    expect(typeOf('Person').disclosures).toEqual([]);
  });

  test.each([
    ['Person', 'sealed'],
    ['Paper', 'sealed'],
    ['Stamp', 'clear'],
  ])('hold values of a person sealed, and any other in clear: %s', (type, storage) => {
    expect(typeOf(type).fields.get('name')?.model).toMatchObject({ storage });
  });
});

test('each way has an id: its type, its name, its role, and the how manieth of these it is', () => {
  expect(typeOf('Person').reaches.map(({ id, type }) => [id, type])).toEqual([
    ['Person.work.CLERK.1', 'Person'],
    ['Person.work.VISITOR.1', 'Person'],
    ['Person.work.CLERK.2', 'Person'],
    ['Person.leisure.CLERK.1', 'Person'],
  ]);
});

describe('a row is of', () => {
  test.each([
    ['itself, if it is a person, by its own key', 'Person', { type: 'Person', column: 'uuid' }],
    ['the person to whom its relation leads', 'Paper', { type: 'Person', column: 'person_id' }],
    ["the store's only person where no relation says whose", 'Note', { type: 'Person', column: 'person_id' }],
    ['nobody, if it is about no person', 'Stamp', undefined],
  ])('%s', (_what, name, subject) => {
    expect(typeOf(name).subject).toEqual(subject);
  });

  test.each([
    ['the person of its own column, and of no other relation', 'Paper', 'Pet'],
    ['nobody known, where two persons could be meant', 'Note', undefined],
    ['nobody known, where its relation leads to no person', 'Badge', undefined],
  ])('of two types of persons: %s', (_what, name, type) => {
    expect(readTypes(two.schema).get(name)?.subject?.type).toBe(type);
  });
});

describe('a list of records points back', () => {
  test.each([
    ['papers', ['person_id']],
    // Its person's column holds the key too, though no relation follows it.
    ['notes', ['about_id', 'person_id']],
    // Neither is a record, so that no column says whose it is.
    ['friends', []],
    ['stamps', []],
  ])('from Person.%s by its relations, and by the column of its person', (path, columns) => {
    expect(typeOf('Person').fields.get(path)?.backPointers).toEqual(columns);
  });

  test.each([
    ['Pet', 'papers', ['pet_id']],
    // By a relation that says nothing of whose the paper is.
    ['Person', 'papers', ['kept_id']],
    ['Person', 'notes', []],
  ])('from %s.%s by the column of its person', (type, path, columns) => {
    expect(readTypes(two.schema).get(type)?.fields.get(path)?.backPointers).toEqual(columns);
  });
});

test('a type that says twice that it has a table says so in the order of the kinds', () => {
  const twice = storeOf(
    'type Thing @entity(table: "a") @subject(table: "b") @record(table: "c", subject: "d") { id: ID! }',
  );
  const uses = storedUses(twice.schema, twice.schema.getType('Thing') as GraphQLObjectType);
  expect(uses.map(({ kind, use }) => [kind, use.args.table])).toEqual([
    ['subject', 'b'],
    ['record', 'c'],
    ['entity', 'a'],
  ]);
});
