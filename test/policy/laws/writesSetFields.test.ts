import { expect, test } from 'vitest';
import { named, ownClaim, requesting } from '../firstContact.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';

permits([
  [
    'two types may have a field of one name each',
    [
      '  address: Address @embedded(prefix: "address_")',
      '  "Said." note: String @personal(category: TENANCY)\n  address: Address @embedded(prefix: "address_")',
    ],
    ['  account: String @imp', '  "Said." note: String @personal(category: TENANCY)\n  account: String @imp'],
    [
      'input RegisterTenant {',
      'input RegisterTenant {\n  note: String @sets(field: "note") @sets(field: "Mandate.note")',
    ],
  ],
]);

refuses([
  {
    title: 'what is brought is no claim',
    edits: [
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date! @sets(field: "endedOn", claim: UNIT))'],
    ],
    code: 'SETS_MISUSED',
    at: '‸@sets(field: "endedOn", claim',
    message: 'Mutation.endLease brings a value and states one.',
  },
  {
    title: 'what is sealed is compared through no relation, however far',
    edits: [
      [
        '  name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        '  name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])\n  boss: Tenant',
      ],
      ['building: ID! @sets(field: "building")', 'name: String! @sets(field: "agency.boss.birthName")'],
    ],
    code: 'SEALED_COLUMN',
    at: '‸@sets(field: "agency.boss.birthName")',
    message: 'Mutation.startLeases compares agency.boss.birthName, which is sealed.',
    also: ['COMPARES_UNREAD'],
  },
]);

refuses([
  {
    title: 'what a mutation brings has a field to go to',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(id: ID!, shoeSize: Int!, input']],
    code: 'FIELD_UNKNOWN',
    at: '‸shoeSize',
    message: 'Mutation.correctTenant sets shoeSize, which Tenant has not.',
  },
  {
    title: 'a field of an input object has a field to go to',
    edits: [
      [
        'input CorrectTenant {',
        `input CorrectTenant {
  shoeSize: Int`,
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: '‸shoeSize',
    message: 'Mutation.correctTenant sets shoeSize, which Tenant has not.',
  },
  {
    title: 'a member of a nested input has a field to go to',
    edits: [
      [
        'input AddressInput {',
        `input AddressInput {
  door: String`,
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: '‸door',
    message: 'Mutation.correctTenant sets address.door, which Tenant has not.',
    more: 1,
  },
  {
    title: 'a list of rows is no field',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(id: ID!, leases: ID!, input']],
    code: 'FIELD_UNKNOWN',
    at: '‸leases: ID!',
    message: 'Mutation.correctTenant sets leases, which Tenant has not.',
  },
  {
    title: 'what is brought has the type of its field',
    edits: [
      [
        `input CorrectTenant {
  birthName: String`,
        `input CorrectTenant {
  birthName: Int`,
      ],
    ],
    code: 'INPUT_TYPE',
    at: '‸birthName: Int',
    message: 'Mutation.correctTenant brings Int for birthName.',
  },
  {
    title: 'a relation is brought as an id',
    edits: [
      [
        `  building: ID!
  offeredOn`,
        `  building: String!
  offeredOn`,
      ],
    ],
    code: 'INPUT_TYPE',
    at: '‸building: String!',
    message: 'Mutation.offerLease brings String! for building.',
  },
  {
    title: 'an argument brings its value itself',
    edits: [
      [
        'endLease(id: ID!, endedOn: Date!)',
        'endLease(id: ID!, endedOn: Date! @sets(field: "endedOn", value: "2020-01-01"))',
      ],
    ],
    code: 'SETS_MISUSED',
    at: '‸@sets(field: "endedOn"',
    message: 'Mutation.endLease brings a value and states one.',
  },
  {
    title: 'a field is set once',
    edits: [
      [
        `  email: Email
  address: AddressInput
}

input OfferLease`,
        `  email: Email
  mail: Email @sets(field: "email")
  address: AddressInput
}

input OfferLease`,
      ],
    ],
    code: 'SET_TWICE',
    at: '‸@sets(field: "email")',
    message: 'Mutation.correctTenant sets Tenant.email twice.',
  },
  {
    title: 'a condition of a CREATE compares a row that is brought',
    edits: [
      [
        `input OfferLease {
  tenant: ID!
  agency: ID!
  building: ID!`,
        `input OfferLease {
  tenant: ID!
  agency: ID!
  name: String! @sets(field: "building.name")`,
      ],
    ],
    code: 'CONDITION_WITHOUT_ROW',
    at: '‸@sets(field: "building.name")',
    message: 'Mutation.offerLease compares building.name of a row that nothing names.',
  },
  {
    title: 'a condition never compares what is sealed',
    edits: [['building: ID! @sets(field: "building")', 'name: String! @sets(field: "tenant.birthName")']],
    code: 'SEALED_COLUMN',
    at: '‸@sets(field: "tenant.birthName")',
    message: 'Mutation.startLeases compares tenant.birthName, which is sealed.',
  },
  {
    title: 'a first contact brings an entity by its id, one at a time',
    edits: [requesting(`${named}, building: [ID!]!`)],
    code: 'INPUT_TYPE',
    at: '‸building: [ID!]!): LinkRequestState!',
    message: 'Mutation.requestLink brings [ID!]! for building.',
  },
  {
    title: 'a first contact does not state what an argument brings',
    edits: [requesting(`${named}, building: ID!`, `${ownClaim} @sets(field: "building", claim: UNIT)`)],
    code: 'SET_TWICE',
    at: '‸@sets(field: "building", claim: UNIT)',
    message: 'Mutation.requestLink sets Lease.building twice.',
  },
]);

test('a condition compares a row that the caller names, or that the row has', () => {
  expect(
    problemsOf(
      edited([
        '  building: ID!\n  offeredOn',
        '  building: ID!\n  name: String! @sets(field: "building.name")\n  offeredOn',
      ]),
    ),
  ).toEqual([]);
  expect(
    problemsOf(edited(['building: ID! @sets(field: "building")', 'name: String! @sets(field: "building.name")'])),
  ).toEqual([]);
});
