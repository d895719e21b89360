import { refuses } from '../harness.js';

refuses([
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
