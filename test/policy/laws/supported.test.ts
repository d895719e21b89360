import { refuses } from '../harness.js';

refuses([
  {
    title: 'a grant that waits for approval is not supported yet',
    edits: [
      [
        `through: ["self"], within: "PT0S")
  "The birth date`,
        `through: ["self"], within: "PT0S", approval: true)
  "The birth date`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'approval: ‸true',
    message: '@disclose(approval: true) is not supported yet.',
  },
  {
    title: 'a grant that asks for a step up is not supported yet',
    edits: [
      [
        `through: ["self"], within: "PT0S")
  "The birth date`,
        `through: ["self"], within: "PT0S", stepUp: true)
  "The birth date`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'stepUp: ‸true',
    message: '@disclose(stepUp: true) is not supported yet.',
  },
  {
    title: 'a role that needs a class of authentication is not supported yet',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold")']],
    code: 'NOT_SUPPORTED_YET',
    at: 'acr: ‸"gold"',
    message: '@party(acr:) is not supported yet.',
  },
  {
    title: 'a role that needs a recent authentication is not supported yet',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, maxAge: "PT8H")']],
    code: 'NOT_SUPPORTED_YET',
    at: 'maxAge: ‸"PT8H"',
    message: '@party(maxAge:) is not supported yet.',
  },
  {
    title: 'a role that needs a fresh step up is not supported yet',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, stepUpAge: "PT5M")']],
    code: 'NOT_SUPPORTED_YET',
    at: 'stepUpAge: ‸"PT5M"',
    message: '@party(stepUpAge:) is not supported yet.',
  },
  {
    title: 'a role for machines is not supported yet',
    edits: [['@party(as: RECIPIENT)', '@party(as: RECIPIENT, machine: true)']],
    code: 'NOT_SUPPORTED_YET',
    at: 'machine: ‸true',
    message: '@party(machine:) is not supported yet.',
  },
  {
    title: 'a bound in shadow is not supported yet',
    edits: [['{ of: 1, per: "P1D", by: ACCOUNT }', '{ of: 1, per: "P1D", by: ACCOUNT, shadow: true }']],
    code: 'NOT_SUPPORTED_YET',
    at: '‸@bound(role: TENANT',
    message: '@bound with shadow: true is not supported yet.',
  },
  {
    title: 'a match is not supported yet',
    edits: [
      [
        '  leases(filter: LeaseFilter)',
        `  isTenant(name: String!): Boolean @match(on: ["birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: { of: 5, per: "P1D", by: ACCOUNT })
  leases(filter: LeaseFilter)`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸@match',
    message: '@match is not supported yet.',
    also: ['ROOT_UNDECLARED'],
  },
  {
    title: 'an interface is not supported yet',
    edits: [
      [
        'enum LeaseStatus',
        `interface Named { name: String }

enum LeaseStatus`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'interface ‸Named',
    message: 'interface Named is not supported yet.',
  },
  {
    title: 'a union is not supported yet',
    edits: [
      [
        'enum LeaseStatus',
        `union Party2 = Tenant | Agency

enum LeaseStatus`,
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: 'union ‸Party2',
    message: 'union Party2 is not supported yet.',
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
