import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';

const buildings = (args: string): Edit => ['buildings: [Building!] @root', `buildings${args}: [Building!] @root`];
const find = 'findTenant(by: FindTenant!): Tenant';

permits([
  ['a LIST may be of what has changed', buildings('(changedSince: DateTime)')],
  [
    'a NODE may be of what is about no person',
    ['  buildings:', '  building(id: ID!): Building @root(kind: NODE)\n  buildings:'],
  ],
]);

refuses(
  [
    'first: Int',
    'after: String!',
    'changedSince: Date',
    'since: DateTime',
    'page: Int!',
    'before: String',
    'filters: [LeaseFilter!]',
  ].map((argument) => ({
    title: `a LIST takes no ${argument}`,
    edits: [buildings(`(${argument})`)],
    code: 'ROOT_SHAPE',
    at: '‸buildings(',
    message: `Query.buildings takes ${argument}.`,
    remedy:
      'A LIST takes `changedSince: DateTime` and one nullable input object to filter by; `first` and `after` come by themselves.',
    ...(argument.startsWith('filters') ? { also: ['INPUT_SHARED', 'FIELD_UNKNOWN'] } : {}),
  })),
);

refuses([
  {
    title: 'a NODE takes nothing but an id',
    edits: [['tenant(id: ID!): Tenant @root', 'tenant(number: ID!): Tenant @root']],
    code: 'ROOT_SHAPE',
    at: '‸tenant(number',
    message: 'Query.tenant takes number: ID!.',
    remedy: 'A NODE takes `id: ID!`, or nothing for the row of the SUBJECT claim.',
  },
  {
    title: 'a FIND takes an object that is never null',
    edits: [[find, 'findTenant(by: FindTenant): Tenant']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant takes by: FindTenant.',
    remedy: 'A FIND takes one non-null input object with the fields of its sets.',
  },
  {
    title: 'a FIND takes no value beside it',
    edits: [[find, 'findTenant(by: FindTenant!, email: String!): Tenant']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant takes email: String!.',
  },
  {
    title: 'an own row of a record has an id to ask it by',
    edits: [['myself: Tenant @root', 'myself: Lease @root']],
    code: 'ROOT_SHAPE',
    at: '‸myself',
    message: 'Query.myself needs a person, and Lease is none.',
    remedy: 'Write `id: ID!`.',
  },
  {
    title: 'what is about no person is found by nobody',
    edits: [[find, 'findTenant(by: FindTenant!): Building']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant needs a person, and Building is none.',
    remedy: 'Find a @subject.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'a root gives rows, no value',
    edits: [['buildings: [Building!] @root', 'buildings: [String!] @root']],
    code: 'ROOT_SHAPE',
    at: '‸buildings:',
    message: 'Query.buildings gives String, which has no table.',
  },
]);

refuses([
  {
    title: 'a field of Query says what it is',
    edits: [['buildings: [Building!] @root(kind: LIST)', 'buildings: [Building!]']],
    code: 'ROOT_UNDECLARED',
    at: '‸buildings:',
    message: 'Query.buildings has no @root.',
  },
  {
    title: 'a root gives a type with a table',
    edits: [['buildings: [Building!] @root(kind: LIST)', 'buildings: [Address!] @root(kind: LIST)']],
    code: 'ROOT_SHAPE',
    at: '‸buildings:',
    message: 'Query.buildings gives Address, which has no table.',
  },
  {
    title: 'a LIST gives a list',
    edits: [['buildings: [Building!] @root(kind: LIST)', 'buildings: Building @root(kind: LIST)']],
    code: 'ROOT_SHAPE',
    at: '‸buildings:',
    message: 'Query.buildings gives one row.',
  },
  {
    title: 'a NODE gives one row',
    edits: [['tenant(id: ID!): Tenant @root', 'tenant(id: ID!): [Tenant!] @root']],
    code: 'ROOT_SHAPE',
    at: '‸tenant(id',
    message: 'Query.tenant gives a list.',
  },
  {
    title: 'a NODE may be absent',
    edits: [['tenant(id: ID!): Tenant @root', 'tenant(id: ID!): Tenant! @root']],
    code: 'ROOT_SHAPE',
    at: '‸tenant(id',
    message: 'Query.tenant is never null.',
  },
  {
    title: 'an own row is a person',
    edits: [['myself: Tenant @root', 'myself: Lease @root']],
    code: 'ROOT_SHAPE',
    at: '‸myself',
    message: 'Query.myself needs a person, and Lease is none.',
  },
  {
    title: 'only persons are found',
    edits: [['findTenant(by: FindTenant!): Tenant', 'findTenant(by: FindTenant!): Building']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant needs a person, and Building is none.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'a NODE takes an id that is not null',
    edits: [['tenant(id: ID!): Tenant @root', 'tenant(id: ID): Tenant @root']],
    code: 'ROOT_SHAPE',
    at: '‸tenant(id',
    message: 'Query.tenant takes id: ID.',
  },
  {
    title: 'a LIST takes no offset',
    edits: [['leases(filter: LeaseFilter): [Lease!]', 'leases(filter: LeaseFilter, offset: Int): [Lease!]']],
    code: 'ROOT_SHAPE',
    at: '‸leases(filter',
    message: 'Query.leases takes offset: Int.',
  },
  {
    title: 'a filter may be left out',
    edits: [['leases(filter: LeaseFilter): [Lease!]', 'leases(filter: LeaseFilter!): [Lease!]']],
    code: 'ROOT_SHAPE',
    at: '‸leases(filter',
    message: 'Query.leases takes filter: LeaseFilter!.',
  },
  {
    title: 'a LIST has one filter',
    edits: [['leases(filter: LeaseFilter): [Lease!]', 'leases(filter: LeaseFilter, other: LeaseFilter): [Lease!]']],
    code: 'ROOT_SHAPE',
    at: '‸leases(filter',
    message: 'Query.leases takes two input objects.',
    also: ['INPUT_SHARED'],
  },
  {
    title: 'a FIND takes what it finds by',
    edits: [['findTenant(by: FindTenant!): Tenant', 'findTenant: Tenant']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant takes nothing to find by.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'a FIND finds by a set',
    edits: [['@root(kind: FIND, by: [["birthName", "birthDate"], ["number", "birthName"]])', '@root(kind: FIND)']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant finds by no set.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'sets are for a FIND',
    edits: [
      [
        'buildings: [Building!] @root(kind: LIST)',
        'buildings: [Building!] @root(kind: LIST, by: [["name", "floors"]])',
      ],
    ],
    code: 'ROOT_SHAPE',
    at: '‸buildings:',
    message: 'Query.buildings has sets to find by.',
  },
]);

test('a LIST that writes out first and after itself is the same', () => {
  expect(problemsOf(edited(['buildings: [Building!]', 'buildings(first: Int!, after: String): [Building!]']))).toEqual(
    [],
  );
});
