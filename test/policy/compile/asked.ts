/** The tenancy with fields that name persons whom the caller need not reach yet: what tests of @match and @request change. */
import type { Edit } from '../harness.js';

export const match: Edit = [
  '  leases(filter: LeaseFilter)',
  `  "Whether these are one tenant's."
  isTenant(who: WhoIsTenant!): Boolean!
    @match(
      type: "Tenant", on: ["number", "birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"]
      misses: { of: 5, per: "P1D", by: ACCOUNT }
    )
  leases(filter: LeaseFilter)`,
];

export const matchInput: Edit = [
  'input TenantFilter {',
  'input WhoIsTenant {\n  number: NationalNumber!\n  name: String! @sets(field: "birthName")\n}\n\ninput TenantFilter {',
];

export const request: Edit = [
  '  "Corrects what is wrong."',
  `  "Asks a tenant for a lease."
  requestLink(number: NationalNumber!, birthName: String!, building: ID!): LinkRequestState!
    @request(
      type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], confirm: ["portfolio"]
      expires: "P14D", misses: { of: 9, per: "P1D", by: ACCOUNT }
    )
    @sets(field: "agency", claim: ORGANISATION)
    @sets(field: "status", value: "OFFERED")
  "Corrects what is wrong."`,
];
