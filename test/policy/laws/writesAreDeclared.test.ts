import { expect, test } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';

refuses([
  {
    title: 'a mutation says what it writes',
    edits: [
      [
        `endLease(id: ID!, endedOn: Date!): EndLeasePayload!
    @write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])`,
        'endLease(id: ID!, endedOn: Date!): EndLeasePayload!',
      ],
    ],
    code: 'WRITE_UNDECLARED',
    at: '‸endLease',
    message: 'Mutation.endLease has no @write.',
    also: ['FIELD_UNKNOWN', 'PAYLOAD_SHAPE', 'CONSTANT_INVALID'],
  },
  {
    title: 'a mutation writes a type with a table',
    edits: [['@write(kind: UPDATE, type: "Tenant"', '@write(kind: UPDATE, type: "Renter"']],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'type: ‸"Renter"',
    message: 'Mutation.correctTenant writes Renter, which has no table.',
    also: ['FIELD_UNKNOWN', 'PAYLOAD_SHAPE'],
  },
  {
    title: 'a write of what is about no person is not supported yet',
    edits: [
      [
        '  "Offers a home',
        `  renameBuilding(id: ID!, name: String!): EndLeasePayload!
    @write(kind: UPDATE, type: "Building", to: [MANAGER], for: [MANAGEMENT], through: [])
  "Offers a home`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Building"',
    message: 'Mutation.renameBuilding writes Building, which is about no person.',
    also: ['PAYLOAD_SHAPE'],
  },
  {
    title: "a write is some role's",
    edits: [['type: "Lease", to: [MANAGER]', 'type: "Lease", to: []']],
    code: 'GRANT_WITHOUT_ROLE',
    at: 'to: ‸[]',
    message: 'Mutation.offerLease is for nobody to write.',
  },
  {
    title: 'a write has a purpose',
    edits: [['type: "Lease", to: [MANAGER], for: [MANAGEMENT]', 'type: "Lease", to: [MANAGER], for: []']],
    code: 'GRANT_WITHOUT_PURPOSE',
    at: 'for: ‸[]',
    message: 'Mutation.offerLease is written for nothing.',
  },
  {
    title: 'a write takes a row at least',
    edits: [['rows: 500', 'rows: 0']],
    code: 'ROWS_INVALID',
    at: 'rows: ‸0',
    message: 'Mutation.startLeases takes 0 rows.',
  },
  {
    title: 'a role has one way to write a type',
    edits: [
      [
        '@write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        `@write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])
    @write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [LETTING, MANAGEMENT], through: ["portfolio"])`,
      ],
    ],
    code: 'WRITE_STEPS_DIFFER',
    at: 'type: "Tenant", to: ‸[MANAGER], for: [LETTING, MANAGEMENT]',
    message: 'Mutation.correctTenant writes Tenant twice for one role and purpose.',
  },
  {
    title: "every step is every caller's",
    edits: [['type: "Mandate", to: [MANAGER], for: [MANAGEMENT]', 'type: "Mandate", to: [MANAGER], for: [LETTING]']],
    code: 'WRITE_STEPS_DIFFER',
    at: 'type: "Tenant", to: ‸[MANAGER], for: [MANAGEMENT], through: [])',
    message: 'Mutation.registerTenant has steps for different roles or purposes.',
    more: 1,
  },
  {
    title: 'a further step only creates a record of the new person',
    edits: [
      [
        '@write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: [])',
        '@write(kind: UPDATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Mandate"',
    message: 'Mutation.registerTenant writes Mandate in a further step.',
    also: ['WRITES_OWN_REACH', 'WRITE_ROW'],
  },
]);

test('two roles write one type by ways of their own', () => {
  const way = '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])';
  const other = '@write(kind: END, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])';
  expect(
    problemsOf(edited([way, `${way}\n    ${other}`], ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'])),
  ).toEqual([]);
});
