import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { placeOf, placesOf } from '../../src/policy/places.js';
import { counter } from './counter.js';
import type { Edit } from './harness.js';
import { edited, placeOf as markIn, tenancy } from './harness.js';

const asking: Edit = [
  '  "Corrects what is wrong."',
  `  askLease(number: NationalNumber!, birthName: String!): LinkRequestState!
    @request(type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], expires: "P14D", misses: [])
  "Corrects what is wrong."`,
];
const matching: Edit = [
  '  "One tenant."',
  `  isTenant(number: NationalNumber!): Boolean!
    @match(type: "Tenant", on: ["number"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: [])
  "One tenant."`,
];

/** The addresses that `pattern` fits, in the order of the policy. */
function addresses(pattern: RegExp, ...edits: readonly Edit[]): readonly string[] {
  return [...placesOf(edited(...edits)).keys()].filter((address) => pattern.test(address));
}

/** Each with text of the SDL, the mark ‸ before the place. */
const stated: readonly (readonly [address: string, at: string])[] = [
  ['Role.AGENCY', '‸"Finds tenants for managers."'],
  ['Purpose.LETTING', '‸LETTING @purpose'],
  ['Category.HEALTH', '‸HEALTH @category'],
  ['@zones', '‸@zones('],
  ['@bound AGENCY', '‸@bound(role: AGENCY'],
  ['Tenant', 'type ‸Tenant\n'],
  ['Tenant.stepless', '‸"Whether the home must be without steps."'],
  ['Tenant.address', '‸address: Address @embedded(prefix: "address_")'],
  ['Tenant.address.postcode', '‸"The postal code:'],
  ['Building.address.postcode', '‸"The postal code:'],
  ['Lease.building', '‸building: Building\n'],
  ['Tenant.leases', '‸leases: [Lease!]\n    @disclose'],
  ['Tenant @reach self TENANT', '‸@reach(name: "self"'],
  ['Tenant @reach counter MANAGER', '‸@exceptional('],
  ['Tenant @restrict protected_address', '‸@restrict('],
  ['Tenant @retain', '‸@retain('],
  ['Building @disclose AGENCY LETTING', '‸@disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])'],
  ['Tenant.stepless @disclose TENANT OWN_FILE', '@personal(category: HEALTH)\n    ‸@disclose'],
  [
    'Tenant.address.line @disclose MANAGER MANAGEMENT',
    'line: String\n    @personal(category: CONTACT)\n    ‸@disclose',
  ],
  ['Query.tenant', '‸"One tenant."'],
  ['Query.isTenant', '‸isTenant('],
  ['Mutation.endLease', '‸"The agency says that a lease is over."'],
  ['Mutation.askLease', '‸askLease('],
  ['Mutation.startLeases @write Lease', '‸@write(kind: UPDATE, type: "Lease"'],
  ['Mutation.registerTenant @write Mandate', '‸@write(kind: CREATE, type: "Mandate"'],
];

test('a statement stands where it begins, with what describes it', () => {
  const sources = edited(...counter, matching, asking);
  const places = placesOf(sources);
  expect(stated.map(([address]) => [address, places.get(address)])).toEqual(
    stated.map(([address, at]) => [address, markIn(sources, at)]),
  );
});

describe('there is an address for', () => {
  test('each word, in the order written', () => {
    expect(addresses(/^(?:Role|Purpose|Category)\./)).toEqual([
      'Role.MANAGER',
      'Role.AGENCY',
      'Role.TENANT',
      'Purpose.MANAGEMENT',
      'Purpose.LETTING',
      'Purpose.OWN_FILE',
      'Category.IDENTITY',
      'Category.CONTACT',
      'Category.NATIONAL_NUMBER',
      'Category.HEALTH',
      'Category.TENANCY',
    ]);
  });

  test('what holds for the whole store', () => {
    expect(addresses(/^@/)).toEqual(['@zones', '@bound MANAGER', '@bound AGENCY', '@bound TENANT']);
  });

  test('all that a type says, and each role and purpose of a grant', () => {
    expect(addresses(/^Building\b/)).toEqual([
      'Building',
      'Building.name',
      'Building.floors',
      'Building.address',
      'Building.address.line',
      'Building.address.postcode',
      'Building.leases',
      // What the address of a person grants stands on members that both embed.
      'Building.address.line @disclose MANAGER MANAGEMENT',
      'Building.address.postcode @disclose MANAGER MANAGEMENT',
      'Building.address.postcode @disclose AGENCY LETTING',
      'Building @disclose MANAGER MANAGEMENT',
      'Building @disclose MANAGER LETTING',
      'Building @disclose AGENCY MANAGEMENT',
      'Building @disclose AGENCY LETTING',
    ]);
  });

  test('each way of each role, those too that one opens', () => {
    expect(addresses(/ @reach /, ...counter)).toEqual([
      'Tenant @reach portfolio MANAGER',
      'Tenant @reach lodger AGENCY',
      'Tenant @reach self TENANT',
      'Tenant @reach counter MANAGER',
      'Lease @reach portfolio MANAGER',
      'Lease @reach lodger AGENCY',
      'Mandate @reach portfolio MANAGER',
    ]);
  });

  test('what is asked and what is written, each step of it', () => {
    expect(addresses(/^(?:Query|Mutation)\./, matching, asking)).toEqual([
      'Query.tenant',
      'Query.tenants',
      'Query.findTenant',
      'Query.myself',
      'Query.leases',
      'Query.buildings',
      'Query.isTenant',
      'Mutation.registerTenant',
      'Mutation.correctTenant',
      'Mutation.offerLease',
      'Mutation.startLeases',
      'Mutation.endLease',
      'Mutation.askLease',
      'Mutation.registerTenant @write Tenant',
      'Mutation.registerTenant @write Mandate',
      'Mutation.correctTenant @write Tenant',
      'Mutation.offerLease @write Lease',
      'Mutation.startLeases @write Lease',
      'Mutation.endLease @write Lease',
    ]);
  });
});

test('of two statements with one address the first counts', () => {
  const sources = edited(['  @restrict(', '  @restrict(column: "protected_address", fields: ["email"])\n  @restrict(']);
  expect(placesOf(sources).get('Tenant @restrict protected_address')).toEqual(
    markIn(sources, '‸@restrict(column: "protected_address", fields: ["email"])'),
  );
});

test.each([
  ['that is not there', undefined],
  ['that was not read from a source', parse('type Shop { id: ID! }', { noLocation: true })],
])('a node %s stands nowhere', (_what, node) => {
  expect(placeOf(node)).toBeUndefined();
});

test('a place is immutable', () => {
  expect([...placesOf(tenancy).values()].every(Object.isFrozen)).toBe(true);
});

test('what the engine states has no address', () => {
  expect(addresses(/^(?:Query\.me|Mutation\.acknowledgeNotices|Caller)$/)).toEqual([]);
  expect(new Set([...placesOf(tenancy).values()].map(({ file }) => file))).toEqual(
    new Set(['words.graphql', 'types.graphql', 'operations.graphql']),
  );
});

test('of sources that cannot be read there are no places', () => {
  expect(placesOf([{ name: 'broken.graphql', text: 'type {' }])).toEqual(new Map());
});
