import { expect, test } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';

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
