import { describe, expect, test } from 'vitest';
import { readDraft } from '../../../src/policy/read/readDraft.js';
import { storeOf } from '../reading.js';

const may = 'to: [CLERK], for: [WORK]';
const store = storeOf(`
  schema @zones(of: ["Europe/Paris"]) { query: Query mutation: Mutation }
  extend schema
    @bound(role: CLERK, page: 5, cost: 9, persons: [])
    @bound(role: VISITOR, page: 1, cost: 2, persons: [])
  extend enum Role { KEEPER @party(as: RECIPIENT) }
  extend enum Purpose { PLAY @purpose(basis: "GDPR Art. 15", text: "To play.") }
  extend enum Category { HEALTH @category(sensitivity: SPECIAL) }

  type Person @subject(table: "person") {
    id: ID!
    name: String @disclose(${may}, through: ["work"], within: "P1M") @disclose(${may}, through: ["leisure"])
    home: Address @embedded(prefix: "home_")
    work: Address @embedded(prefix: "work_")
  }
  type Shop @entity(table: "shop") @disclose(${may}) { id: ID! site: Address @embedded(prefix: "") }
  type Address { line: String @disclose(${may}, through: ["home"]) }
  type Paper @record(table: "paper", subject: "person_id") { id: ID! }
  type Shown { person: Person }

  extend type Query {
    person(id: ID!): Person @root(kind: NODE)
    isPerson(name: String!): Boolean! @match(type: "Person", on: ["name"], ${may}, through: [], misses: [])
  }
  extend type Mutation {
    rename(name: String): Int @write(kind: UPDATE, type: "Person", ${may}, through: [])
    ask(name: String!): LinkRequestState! @request(type: "Paper", by: ["name"], ${may}, expires: "P1D", misses: [])
    open(name: String!): Shown @opens(reach: "counter", by: ["name"], ${may})
  }
`);

describe('a draft', () => {
  test('holds the words, each with what explains it, if it does', () => {
    const { roles, purposes, categories } = readDraft(store);
    expect([...roles.values()].map(({ name, use }) => [name, use?.args.as])).toEqual([
      ['CLERK', undefined],
      ['VISITOR', undefined],
      ['KEEPER', 'RECIPIENT'],
    ]);
    expect([...purposes].map(([name, { use }]) => [name, use?.args.text])).toEqual([
      ['WORK', undefined],
      ['LEISURE', undefined],
      ['PLAY', 'To play.'],
    ]);
    expect([...categories].map(([name, { node, use }]) => [name, node?.name.value, use?.args.sensitivity])).toEqual([
      ['NAME', 'NAME', undefined],
      ['PLACE', 'PLACE', undefined],
      ['HEALTH', 'HEALTH', 'SPECIAL'],
    ]);
  });

  test('holds what is said of the whole store, on its schema or an extension', () => {
    const { zones, bounds } = readDraft(store);
    expect(zones.map(({ args }) => args.of)).toEqual([['Europe/Paris']]);
    expect(bounds.map(({ args }) => args.role)).toEqual(['CLERK', 'VISITOR']);
  });

  test('holds every grant once, with all that it is written on', () => {
    const grants = readDraft(store).grants.map(({ use, owners }) => [
      use.args.through.join(' '),
      ...owners.map(({ type, path }) => `${type.name} ${path ?? '(whole)'}`),
    ]);
    expect(grants).toEqual([
      ['work', 'Person name'],
      ['leisure', 'Person name'],
      ['home', 'Person home.line', 'Person work.line', 'Shop site.line'],
      ['', 'Shop (whole)'],
    ]);
  });

  test('holds the types, and all that is asked and written', () => {
    const draft = readDraft(store);
    expect([draft.schema, draft.document]).toEqual([store.schema, store.document]);
    expect([...draft.types.keys()]).toEqual(['Person', 'Shop', 'Paper']);
    expect(
      [draft.roots, draft.matches, draft.writes, draft.requests, draft.openings].map((asked) =>
        asked.map(({ field }) => field.name),
      ),
    ).toEqual([['person'], ['isPerson'], ['rename'], ['ask'], ['open']]);
  });

  test('holds every way to name a person: of matches, of requests, of openings', () => {
    expect(readDraft(store).namings.map(({ of, type }) => [of, type])).toEqual([
      ['Query.isPerson', 'Person'],
      ['Mutation.ask', 'Person'],
      ['Mutation.open', 'Person'],
    ]);
  });
});
