import { refuses } from '../harness.js';

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
