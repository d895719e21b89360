import { refuses } from '../harness.js';

refuses([
  {
    title: 'a match is not supported yet',
    edits: [
      [
        '  leases(filter: LeaseFilter)',
        `  isTenant(number: NationalNumber!, birthName: String!): Boolean! @match(type: "Tenant", on: ["number", "birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: { of: 5, per: "P1D", by: ACCOUNT })
  leases(filter: LeaseFilter)`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸@match',
    message: '@match is not supported yet.',
  },
  {
    title: 'a subscription is not supported yet',
    edits: [
      [
        'extend type Mutation',
        `type Subscription { moved: Lease }

extend type Mutation`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'type ‸Subscription',
    message: 'type Subscription is not supported yet.',
  },
]);
