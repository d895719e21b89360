import type { GraphQLArgument } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { SettingDraft, WriteDraft } from '../../../src/policy/read/draft.js';
import {
  constantOf,
  declaredMutations,
  fieldsOf,
  isIdempotencyKey,
  readRoots,
  readWrites,
  settingsOf,
} from '../../../src/policy/read/operations.js';
import { usesOf } from '../../../src/policy/read/directives.js';
import { storeOf } from '../reading.js';

const may = 'to: [CLERK], for: [WORK]';
const { schema } = storeOf(`
  type Person @subject(table: "person") { id: ID! name: String }
  extend type Query {
    person(id: ID!): Person @root(kind: NODE)
    unsaid: Person
    isPerson(name: String!): Boolean! @match(type: "Person", on: ["name"], ${may}, through: [], misses: [])
  }
  extend type Mutation {
    register(input: Register!, at: Date, key: String, reason: String! @sets(field: "Paper.reason")): Int
      @write(kind: CREATE, type: "Person", ${may}, through: [])
      @write(kind: CREATE, type: "Paper", ${may}, through: [])
      @sets(field: "Paper.account", claim: ACCOUNT)
      @sets(field: "state", value: "NEW")
    rename(
      key: String @sets(field: "number") @sets(field: "Paper.number")
      rows: [Rename!]!
      maybe: Rename
    ): Int @write(kind: UPDATE, type: "Person", ${may}, through: [])
    unsaid(name: String): Int
    ask(name: String!): LinkRequestState!
      @request(type: "Paper", by: ["name"], ${may}, expires: "P1D", misses: [])
    open(name: String!): Int @opens(reach: "counter", by: ["name"], ${may})
  }
  input Register {
    name: String!
    nick: String
    home: Address!
    work: Address @sets(field: "office") @sets(field: "workshop")
    others: [Address!]
    from: Date! @sets(field: "since") @sets(field: "Paper.startsOn")
  }
  input Address { line: String! town: Town! note: String @sets(field: "remark") }
  input Town { name: String! country: Country }
  input Country { code: String }
  input Rename { id: ID! name: String }
`);

const mutations = schema.getMutationType()?.getFields() ?? {};

function writeOf(name: string): WriteDraft {
  const found = readWrites(schema).find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`no mutation ${name}`);
  return found;
}

/** `Type.path`, from where in the argument, and whether it must be given. */
function settings(drafts: readonly SettingDraft[]): readonly string[] {
  return drafts.map(({ type, path, argument, input }) => {
    const from = [argument?.name ?? 'constant', ...(input === undefined ? [] : [input.path])].join('/');
    return `${type}.${path} from ${from}${input?.required === true ? '!' : ''}`;
  });
}

function argumentOf(mutation: string, name: string): GraphQLArgument {
  const found = mutations[mutation]?.args.find((argument) => argument.name === name);
  if (found === undefined) throw new Error(`no argument ${name}`);
  return found;
}

describe('a root', () => {
  test('is every field of Query that the store states, but for matches and what the engine states', () => {
    expect(readRoots(schema).map(({ field, node, use }) => [field.name, node.name.value, use?.args.kind])).toEqual([
      ['person', 'person', 'NODE'],
      ['unsaid', 'unsaid', undefined],
    ]);
  });
});

describe('a write', () => {
  test('is every mutation of the store that neither asks for a link nor opens one', () => {
    const written = readWrites(schema).map(({ field, node, steps }) => [
      field.name,
      node.name.value,
      ...steps.map(({ args }) => args.type),
    ]);
    expect(written).toEqual([
      ['register', 'register', 'Person', 'Paper'],
      ['rename', 'rename', 'Person'],
      ['unsaid', 'unsaid'],
    ]);
    expect(declaredMutations(schema).map(({ field }) => field.name)).toEqual([
      'register',
      'rename',
      'unsaid',
      'ask',
      'open',
    ]);
  });

  test('sets constants of the step that they name, else of the first one', () => {
    const { constants } = writeOf('register');
    expect(constants.map(({ type, path, use }) => [type, path, use?.args.claim, use?.args.value])).toEqual([
      ['Paper', 'account', 'ACCOUNT', undefined],
      ['Person', 'state', undefined, 'NEW'],
    ]);
    expect(constants.every(({ argument, input }) => argument === undefined && input === undefined)).toBe(true);
  });

  test('sets what its arguments and their fields bring, and must be given only what every object on the way must', () => {
    expect(settings(writeOf('register').settings)).toEqual([
      'Person.name from input/name!',
      'Person.nick from input/nick',
      'Person.home.line from input/home.line!',
      'Person.home.town.name from input/home.town.name!',
      'Person.remark from input/home.note',
      'Person.office.line from input/work.line',
      'Person.office.town.name from input/work.town.name',
      'Person.remark from input/work.note',
      'Person.since from input/from!',
      'Paper.startsOn from input/from!',
      'Person.at from at',
      'Paper.reason from reason',
    ]);
  });

  test('sets what a key sets, and what each row of a list does', () => {
    expect(settings(writeOf('rename').settings)).toEqual([
      'Person.number from key',
      // Of no step: what it names is a field of a row that a relation leads to.
      'Person.Paper.number from key',
      'Person.id from rows/id!',
      'Person.name from rows/name',
      'Person.id from maybe/id',
      'Person.name from maybe/name',
    ]);
  });

  test('without a step sets fields of no type', () => {
    expect(settings(writeOf('unsaid').settings)).toEqual(['.name from name']);
  });

  test('knows the directive that says what is set, if one does', () => {
    const { settings: given } = writeOf('register');
    expect(given.map(({ path, use }) => [path, use?.args.field]).filter(([, field]) => field !== undefined)).toEqual([
      ['remark', 'remark'],
      ['remark', 'remark'],
      ['since', 'since'],
      ['startsOn', 'Paper.startsOn'],
      ['reason', 'Paper.reason'],
    ]);
    expect(given[0]?.input?.field.name).toBe('name');
  });
});

test('what an argument sets is of the steps that are given', () => {
  const argument = argumentOf('register', 'reason');
  expect(settings(settingsOf({ schema, types: ['Paper'], argument }))).toEqual(['Paper.reason from reason']);
  expect(settings(settingsOf({ schema, types: ['Person'], argument }))).toEqual(['Person.Paper.reason from reason']);
});

test('what a constant sets of no step is of no type', () => {
  const [use] = usesOf(schema, [mutations['register']?.astNode], 'sets');
  expect(use && constantOf([], use)).toEqual({
    type: '',
    path: 'Paper.account',
    use,
    argument: undefined,
    input: undefined,
  });
});

test.each([
  ['register', 'key', true],
  ['rename', 'key', false],
  ['register', 'reason', false],
  ['register', 'at', false],
])('%s(%s:) is an idempotency key: %j', (mutation, name, isKey) => {
  expect(isIdempotencyKey(argumentOf(mutation, name))).toBe(isKey);
});

test('a store without a type of operations has none of its fields', () => {
  expect([fieldsOf(undefined), fieldsOf(null)]).toEqual([[], []]);
});
