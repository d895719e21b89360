import { isEnumType, Kind, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { DirectiveName, Holder, Use } from '../../../src/policy/read/directives.js';
import { argumentNode, carries, usesOf } from '../../../src/policy/read/directives.js';
import { storeOf } from '../reading.js';

const { schema } = storeOf(`
  extend schema
    @zones(of: ["Europe/Paris"])
    @bound(role: CLERK, page: 5, cost: 9, persons: [{ of: 3, per: "P1D", by: ACCOUNT }, { share: 0.5, floor: 1, cap: 8, per: 7, by: UNIT, shadow: true }])
    @bound(role: VISITOR, page: 1, cost: 2, persons: [], misses: { of: 0, per: "P1D", by: SUBJECT })
  extend enum Role { KEEPER @party(as: RECIPIENT, acr: null, maxAge: null, stepUpAge: 5) }
  type Person
    @subject(table: "person")
    @reach(name: "work", role: CLERK, through: "file", subject: "person_id", column: "account", claim: ACCOUNT, starts: "starts_on")
    @exceptional(name: "counter", role: CLERK, review: P7D, persons: [], misses: [])
  {
    id: ID!
    name: String
      @personal(category: NAME)
      @disclose(to: [CLERK, VISITOR], for: WORK, through: ["work"], as: MASKED, within: "P3M", stepUp: true)
      @disclose(to: [], for: [], through: [], approval: true)
  }
  extend type Mutation {
    rename(name: String @sets(field: "name", from: ["a", "b"]) @sets(field: "other", value: null, claim: null, from: null)): Int
    claim(name: String @sets(field: "name", value: "x", claim: ACCOUNT)): Int
  }
`);

const person = schema.getType('Person')?.astNode;
const mutations = schema.getMutationType()?.getFields() ?? {};
const name = person?.kind === Kind.OBJECT_TYPE_DEFINITION ? person.fields?.[1] : undefined;
const roles = schema.getType('Role');
const keeper = isEnumType(roles) ? roles.getValue('KEEPER')?.astNode : undefined;
const undirected: Holder = {};

function argumentsOn(holder: Holder | null | undefined, directive: DirectiveName): readonly unknown[] {
  return usesOf(schema, [holder], directive).map(({ args }) => args);
}

describe('the arguments of a directive', () => {
  test('are those written and those that the vocabulary has by default', () => {
    expect(argumentsOn(name, 'disclose')).toEqual([
      {
        to: ['CLERK', 'VISITOR'],
        for: ['WORK'],
        through: ['work'],
        as: 'MASKED',
        within: 'P3M',
        approval: false,
        stepUp: true,
      },
      { to: [], for: [], through: [], as: 'EXACT', within: undefined, approval: true, stepUp: false },
    ]);
    expect(argumentsOn(person, 'subject')).toEqual([{ table: 'person', key: 'id', population: 1_000_000 }]);
    expect(argumentsOn(person, 'reach')).toEqual([
      {
        name: 'work',
        role: 'CLERK',
        through: 'file',
        subject: 'person_id',
        column: 'account',
        row: undefined,
        claim: 'ACCOUNT',
        starts: 'starts_on',
        ends: undefined,
        longest: undefined,
        closes: [],
        reveals: undefined,
      },
    ]);
  });

  test('of an amount are a number, or a share', () => {
    const bounds = schema.extensionASTNodes.flatMap((node) => argumentsOn(node, 'bound'));
    const unsaid = { of: undefined, share: undefined, floor: undefined, cap: undefined, shadow: false };
    expect(bounds).toEqual([
      {
        role: 'CLERK',
        page: 5,
        cost: 9,
        persons: [
          { ...unsaid, of: 3, per: 'P1D', by: 'ACCOUNT' },
          { ...unsaid, share: 0.5, floor: 1, cap: 8, per: '7', by: 'UNIT', shadow: true },
        ],
        misses: [],
      },
      {
        role: 'VISITOR',
        page: 1,
        cost: 2,
        persons: [],
        misses: [{ ...unsaid, of: 0, per: 'P1D', by: 'SUBJECT' }],
      },
    ]);
  });

  test('that are null are left out; a duration that is no text is kept as it reads, for a law to refuse', () => {
    expect(argumentsOn(keeper, 'party')).toEqual([
      { as: 'RECIPIENT', acr: undefined, maxAge: undefined, stepUpAge: '5', machine: false },
    ]);
    expect(argumentsOn(person, 'exceptional')).toMatchObject([{ lasts: 'PT2H', review: 'P7D' }]);
    expect(argumentsOn(mutations['rename']?.args[0]?.astNode, 'sets')).toEqual([
      { field: 'name', value: undefined, claim: undefined, from: ['a', 'b'] },
      { field: 'other', value: undefined, claim: undefined, from: undefined },
    ]);
    expect(argumentsOn(mutations['claim']?.args[0]?.astNode, 'sets')).toEqual([
      { field: 'name', value: 'x', claim: 'ACCOUNT', from: undefined },
    ]);
  });
});

describe('the uses of a directive', () => {
  test('are those of all holders, in their order, and of no other directive', () => {
    const zones = usesOf(schema, [null, undefined, undirected, ...schema.extensionASTNodes], 'zones');
    expect(zones.map(({ args, node }) => [args.of, print(node)])).toEqual([
      [['Europe/Paris'], '@zones(of: ["Europe/Paris"])'],
    ]);
    expect(usesOf(schema, [name, name], 'personal').map(({ node }) => node.name.value)).toEqual([
      'personal',
      'personal',
    ]);
  });

  test('are none where it does not stand', () => {
    expect(usesOf(schema, [person], 'disclose')).toEqual([]);
  });
});

test.each([
  ['a definition with it', name, true],
  ['a definition with another', person, false],
  ['what has no directives', undirected, false],
  ['what was made in code', undefined, false],
])('%s carries @personal: %j', (_what, holder, isSo) => {
  expect(carries(holder, 'personal')).toBe(isSo);
});

describe('an argument of a directive stands', () => {
  test('where its value is written', () => {
    const [use] = usesOf(schema, [name], 'disclose');
    expect(use && print(argumentNode(use, 'as'))).toBe('MASKED');
    expect(use && print(argumentNode(use, 'within'))).toBe('"P3M"');
  });

  test('where the directive is, when it is left out', () => {
    const [use] = usesOf(schema, [name], 'disclose');
    expect(use && argumentNode(use, 'approval')).toBe(use?.node);
    const bare: Use<'zones'> = {
      args: { of: [] },
      node: { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'zones' } },
    };
    expect(argumentNode(bare, 'of')).toBe(bare.node);
  });
});
