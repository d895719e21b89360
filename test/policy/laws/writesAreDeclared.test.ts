import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';

const mandate = '@write(kind: CREATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: [])';
const further = (step: string): Edit => [mandate, `${mandate}\n    ${step}`];
const step = (kind: string, type: string): string =>
  `@write(kind: ${kind}, type: "${type}", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])`;
const owner: Edit = [
  '"A firm that finds tenants."',
  `type Owner @subject(table: "owner") { id: ID! }
type Deed @record(table: "deed", subject: "owner_id") { id: ID! owner: Owner }

"A firm that finds tenants."`,
];

refuses([
  {
    title: 'a further step creates nothing that is about no person',
    edits: [further(step('CREATE', 'Agency'))],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Agency", to',
    message: 'Mutation.registerTenant writes Agency in a further step.',
    more: 1,
  },
  {
    title: 'a further step creates no second person',
    edits: [owner, further(step('CREATE', 'Owner'))],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Owner", to',
    message: 'Mutation.registerTenant writes Owner in a further step.',
    also: ['WRITE_REACHES_NOBODY'],
  },
  {
    title: 'a further step creates a record of no other person',
    edits: [owner, further(step('CREATE', 'Deed'))],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Deed", to',
    message: 'Mutation.registerTenant writes Deed in a further step.',
    also: ['CREATE_WITHOUT_SUBJECT', 'WRITE_WITHOUT_REACH', 'REACH_UNKNOWN'],
  },
  {
    title: 'a further step of a type that is not there is refused for that too',
    edits: [further(step('CREATE', 'Ghost'))],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Ghost", to',
    message: 'Mutation.registerTenant writes Ghost in a further step.',
    also: ['WRITE_TYPE_UNKNOWN'],
  },
  {
    title: 'a further step follows the creation of a person, not of a record',
    edits: [[step('CREATE', 'Lease'), `${step('CREATE', 'Lease')}\n    ${step('CREATE', 'Mandate')}`]],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
    message: 'Mutation.offerLease writes Mandate in a further step.',
    also: ['CREATE_WITHOUT_SUBJECT', 'WRITES_OWN_REACH'],
  },
  {
    title: 'a further step follows the creation of a person, not its correction',
    edits: [[step('UPDATE', 'Tenant'), `${step('UPDATE', 'Tenant')}\n    ${step('CREATE', 'Mandate')}`]],
    code: 'NOT_SUPPORTED_YET',
    at: 'type: ‸"Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
    message: 'Mutation.correctTenant writes Mandate in a further step.',
    also: ['CREATE_WITHOUT_SUBJECT', 'WRITES_OWN_REACH'],
  },
]);

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
