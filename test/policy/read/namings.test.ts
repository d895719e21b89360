import { print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { namingsOf, readMatches, readRequests } from '../../../src/policy/read/namings.js';
import type { RequestDraft, SettingDraft } from '../../../src/policy/read/draft.js';
import { readTypes } from '../../../src/policy/read/types.js';
import { storeOf } from '../reading.js';

const may = 'to: [CLERK], for: [WORK]';
const asks = (type: string): string =>
  `@request(type: "${type}", by: ["number", "name"], ${may}, expires: "P1D", misses: [])`;
const { schema } = storeOf(`
  type Person @subject(table: "person") { id: ID! name: String number: String }
  type Paper @record(table: "paper", subject: "person_id") { id: ID! account: String shop: Shop }
  type Shop @entity(table: "shop") { id: ID! }
  extend type Query {
    person(id: ID!): Person @root(kind: NODE)
    isPerson(number: String!, called: String! @sets(field: "name")): Boolean!
      @match(type: "Person", on: ["number", "name"], ${may}, through: [], misses: [])
  }
  extend type Mutation {
    rename(name: String): Int
    ask(number: String!, called: String! @sets(field: "name"), shop: ID!): LinkRequestState!
      ${asks('Paper')}
      @sets(field: "account", claim: ACCOUNT)
    askShop(name: String!): LinkRequestState! ${asks('Shop')}
    askNobody(name: String!, at: Date): LinkRequestState! ${asks('Letter')}
  }
`);
const types = readTypes(schema);

function requestOf(name: string): RequestDraft {
  const found = readRequests(schema, types).find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`no request ${name}`);
  return found;
}

function settings(drafts: readonly SettingDraft[]): readonly string[] {
  return drafts.map(({ type, path, argument }) => `${type}.${path} from ${argument?.name ?? 'itself'}`);
}

describe('a match', () => {
  test('is each field of Query with the directive, and what its arguments bring of the person', () => {
    const matches = readMatches(schema).map((match) => [
      match.field.name,
      match.node.name.value,
      match.use.args.on,
      ...settings(match.settings),
    ]);
    expect(matches).toEqual([
      ['isPerson', 'isPerson', ['number', 'name'], 'Person.number from number', 'Person.name from called'],
    ]);
  });
});

describe('a request', () => {
  test('is each mutation with the directive', () => {
    const requests = readRequests(schema, types);
    expect(requests.map(({ field, node, use }) => [field.name, node.name.value, use.args.type])).toEqual([
      ['ask', 'ask', 'Paper'],
      ['askShop', 'askShop', 'Shop'],
      ['askNobody', 'askNobody', 'Letter'],
    ]);
  });

  test('names the person by some of its arguments, and sets of the record the others and its constants', () => {
    const { subject, named, settings: own, constants } = requestOf('ask');
    expect(subject).toBe('Person');
    expect(settings(named)).toEqual(['Person.number from number', 'Person.name from called']);
    expect(settings(own)).toEqual(['Paper.shop from shop']);
    expect(settings(constants)).toEqual(['Paper.account from itself']);
    expect(constants[0]?.use?.args.claim).toBe('ACCOUNT');
  });

  test.each([
    ['about no person', 'askShop', ['Shop.name from name'], []],
    ['of a type that is not there', 'askNobody', ['Letter.name from name'], ['Letter.at from at']],
  ])('for a record %s is of nobody, and reads all of the type that it names', (_what, name, named, own) => {
    const request = requestOf(name);
    expect(request.subject).toBeUndefined();
    expect([settings(request.named), settings(request.settings)]).toEqual([named, own]);
  });
});

test('a person is named by what a match compares and by what a request asks with', () => {
  const namings = namingsOf(readMatches(schema), readRequests(schema, types));
  const fields = ['number', 'name'];
  expect(namings.map(({ node, ...naming }) => [naming, print(node)])).toEqual([
    [{ of: 'Query.isPerson', type: 'Person', fields }, '["number", "name"]'],
    [{ of: 'Mutation.ask', type: 'Person', fields }, '["number", "name"]'],
    [{ of: 'Mutation.askShop', type: 'Shop', fields }, '["number", "name"]'],
    [{ of: 'Mutation.askNobody', type: 'Letter', fields }, '["number", "name"]'],
  ]);
});
