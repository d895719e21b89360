import { counter } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { strayWrites } from '../strays.js';

const corrects = 'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])';
const correctsThrough = (names: string): Edit => [corrects, corrects.replace('"portfolio"', names)];
const debt = (input: string, through: string): readonly Edit[] => [
  [
    '"A firm that finds tenants."',
    `"Money owed for a lease."
type Debt @record(table: "debt", subject: "tenant_id") { id: ID! tenant: Tenant lease: Lease }

"A firm that finds tenants."`,
  ],
  [
    '  "Offers a home',
    `  oweRent(${input}): StartLeasesPayload!
    @write(kind: CREATE, type: "Debt", to: [AGENCY], for: [LETTING], through: [${through}])
  "Offers a home`,
  ],
];
const rent: Edit = [
  'type Lease\n',
  'type Lease\n  @reach(name: "rent", role: AGENCY, through: "rent", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", longest: "P1Y")\n',
];

refuses(strayWrites);

permits([
  [
    'who changes a row need not reach what it names',
    rent,
    [
      'type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"], rows: 500)',
      'type: "Lease", to: [AGENCY], for: [LETTING], through: ["rent"], rows: 500)',
    ],
  ],
  ['one reach may lead to the person and to the record that is named', ...debt('tenant: ID!, lease: ID!', '"lodger"')],
  ['each row may have a reach of its own', rent, ...debt('tenant: ID!, lease: ID!', '"lodger", "rent"')],
]);

refuses([
  {
    title: 'who creates a record of a record reaches the person as well',
    edits: [rent, ...debt('lease: ID!', '"rent"')],
    code: 'WRITE_WITHOUT_REACH',
    at: 'type: "Debt", to: [AGENCY], for: [LETTING], through: ‸["rent"]',
    message: 'Mutation.oweRent writes of Tenant, which AGENCY need not reach.',
  },
  {
    title: 'a reach is on one of the rows that are judged',
    edits: debt('tenant: ID!, lease: ID!', '"lodger", "rent"'),
    code: 'REACH_UNKNOWN',
    at: 'type: "Debt", to: [AGENCY], for: [LETTING], through: ‸["lodger", "rent"]',
    message: 'AGENCY has no reach "rent" on Tenant or Lease.',
  },
  {
    title: 'a reach of another role is none of the writer’s',
    edits: [correctsThrough('"portfolio", "lodger"')],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["portfolio", "lodger"]',
    message: 'MANAGER has no reach "lodger" on Tenant.',
  },
  {
    title: 'nothing is written through what was opened for a reason',
    edits: [...counter, correctsThrough('"portfolio", "counter"')],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["portfolio", "counter"]',
    message: 'MANAGER reads through the exceptional reach "counter" and writes nothing through it.',
  },
  {
    title: 'what another role opens is an unknown reach',
    edits: [
      ...counter,
      [
        corrects,
        `${corrects}
    @write(kind: UPDATE, type: "Tenant", to: [AGENCY], for: [LETTING], through: ["lodger", "counter"])`,
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["lodger", "counter"]',
    message: 'AGENCY has no reach "counter" on Tenant.',
  },
  {
    title: 'a reach that nobody opens is an unknown one',
    edits: [...counter, correctsThrough('"portfolio", "ghost"')],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["portfolio", "ghost"]',
    message: 'MANAGER has no reach "ghost" on Tenant.',
  },
]);

refuses([
  {
    title: 'who changes a row reaches it',
    edits: [
      [
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: [])',
      ],
    ],
    code: 'WRITE_WITHOUT_REACH',
    at: '@write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ‸[])',
    message: 'Mutation.correctTenant writes of Tenant, which MANAGER need not reach.',
  },
  {
    title: 'who creates a record reaches its person',
    edits: [
      [
        'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: [])',
      ],
    ],
    code: 'WRITE_WITHOUT_REACH',
    at: 'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ‸[])',
    message: 'Mutation.offerLease writes of Tenant, which MANAGER need not reach.',
  },
  {
    title: 'who creates a record reaches the records that its inputs name',
    edits: [
      [
        '"A firm that finds tenants."',
        `"Money owed for a lease."
type Debt @record(table: "debt", subject: "tenant_id") {
  id: ID!
  tenant: Tenant
  lease: Lease
}

"A firm that finds tenants."`,
      ],
      [
        '  "Offers a home',
        `  oweRent(input: OweRent!): EndPayload!
    @write(kind: CREATE, type: "Debt", to: [AGENCY], for: [LETTING], through: ["tenancy"])
  "Offers a home`,
      ],
      [
        'input StartLease',
        `input OweRent { tenant: ID! lease: ID! }
type EndPayload { errors: [RowError!]! }

input StartLease`,
      ],
      [
        '  @restrict(',
        `  @reach(name: "tenancy", role: AGENCY, through: "tenancy", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")
  @restrict(`,
      ],
    ],
    code: 'WRITE_WITHOUT_REACH',
    at: 'type: "Debt", to: [AGENCY], for: [LETTING], through: ‸["tenancy"]',
    message: 'Mutation.oweRent writes of Lease, which AGENCY need not reach.',
  },
  {
    title: 'a reach that the writer has not is refused',
    edits: [
      [
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio", "cover"])',
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["portfolio", "cover"]',
    message: 'MANAGER has no reach "cover" on Tenant.',
  },
  {
    title: 'a person who is not there yet is reached by nobody',
    edits: [
      [
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: [])',
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'WRITE_REACHES_NOBODY',
    at: 'kind: CREATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ‸["portfolio"]',
    message: 'Mutation.registerTenant creates a person whom nobody reaches yet.',
  },
]);
