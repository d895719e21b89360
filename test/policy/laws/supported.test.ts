import { refuses } from '../harness.js';

refuses([
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
