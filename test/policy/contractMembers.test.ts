import { describe, expect, test } from 'vitest';
import { contractMembers } from '../../src/policy/contractMembers.js';

/** What leaves, each with its reason; what stays is not among it. */
function leaving(contract: string): Readonly<Record<string, string | undefined>> {
  const members = contractMembers(contract).filter(({ deprecated }) => deprecated !== undefined);
  return Object.fromEntries(members.map(({ coordinate, deprecated }) => [coordinate, deprecated]));
}

describe('what can be named in a contract', () => {
  test.each([
    [
      'the fields of a type, each before its arguments',
      'type Query { tenant(id: ID!, at: Date): Tenant me: Caller! }',
      ['Query.tenant', 'Query.tenant(id:)', 'Query.tenant(at:)', 'Query.me'],
    ],
    [
      'the fields of an interface',
      'interface Sited { id: ID! near(km: Int): ID }',
      ['Sited.id', 'Sited.near', 'Sited.near(km:)'],
    ],
    [
      'the fields of an input',
      'input LeaseFilter { status: LeaseStatus building: ID }',
      ['LeaseFilter.status', 'LeaseFilter.building'],
    ],
    ['the values of an enum', 'enum LeaseStatus { RUNNING OVER }', ['LeaseStatus.RUNNING', 'LeaseStatus.OVER']],
    ['the types of a union', 'union Rented = Flat | House', ['Rented.Flat', 'Rented.House']],
    ['nothing of a scalar or a directive', 'scalar Date directive @fresh(age: Int) on FIELD', []],
    ['nothing of a type without members', 'type Query input Filter enum Status union Any interface Sited', []],
  ])('%s', (_what, contract, coordinates) => {
    expect(contractMembers(contract)).toEqual(coordinates.map((coordinate) => ({ coordinate, deprecated: undefined })));
  });

  test('stands in the order of the contract', () => {
    const contract = 'enum B { X } type A { y(z: Int): Int } input C { w: Int }';
    expect(contractMembers(contract).map(({ coordinate }) => coordinate)).toEqual(['B.X', 'A.y', 'A.y(z:)', 'C.w']);
  });
});

describe('a notice of leaving', () => {
  test.each([
    ['a field', 'type Tenant { name: String email: Email @deprecated(reason: "Ask by post.") }', 'Tenant.email'],
    [
      'an argument',
      'type Query { tenants(first: Int, page: Int @deprecated(reason: "Ask by post.")): Int }',
      'Query.tenants(page:)',
    ],
    ['a field of an interface', 'interface Sited { id: ID! at: ID @deprecated(reason: "Ask by post.") }', 'Sited.at'],
    ['a field of an input', 'input Filter { name: String at: ID @deprecated(reason: "Ask by post.") }', 'Filter.at'],
    ['a value', 'enum Status { OPEN SHUT @deprecated(reason: "Ask by post.") }', 'Status.SHUT'],
  ])('stands at %s, and at nothing beside it', (_where, contract, coordinate) => {
    expect(leaving(contract)).toEqual({ [coordinate]: 'Ask by post.' });
  });

  test('of a field is none of its arguments', () => {
    expect(leaving('type Query { tenants(first: Int): Int @deprecated(reason: "Ask by post.") }')).toEqual({
      'Query.tenants': 'Ask by post.',
    });
  });

  test('without a reason has the words of GraphQL', () => {
    expect(leaving('type Tenant { email: Email @deprecated }')).toEqual({ 'Tenant.email': 'No longer supported' });
  });

  test('that is taken back is none', () => {
    expect(contractMembers('type Tenant { email: Email @deprecated(reason: null) }')).toEqual([
      { coordinate: 'Tenant.email', deprecated: undefined },
    ]);
  });

  test('is no other directive', () => {
    expect(
      leaving('type Tenant { id: ID! @tag(name: "x") email: Email @tag(name: "y") @deprecated(reason: "Soon.") }'),
    ).toEqual({
      'Tenant.email': 'Soon.',
    });
  });
});
