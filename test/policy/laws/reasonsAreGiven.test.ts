import { refuses } from '../harness.js';

refuses([
  {
    title: 'what is stored in clear says why',
    edits: [['clear: "retention counts from it"', 'clear: " "']],
    code: 'REASON_MISSING',
    at: 'clear: ‸" "',
    message: 'Tenant.leftOn is stored in clear for no reason.',
  },
  {
    title: 'what is impersonal says why',
    edits: [['@impersonal(reason: "a state of the file")', '@impersonal(reason: "")']],
    code: 'REASON_MISSING',
    at: 'reason: ‸""',
    message: 'Lease.status is impersonal for no reason.',
  },
  {
    title: 'what is going to leave a contract says when and what else',
    edits: [
      [
        '  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)',
        '  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST) @deprecated',
      ],
    ],
    code: 'REASON_MISSING',
    at: '‸@deprecated',
    message: 'Something is deprecated for no reason.',
  },
]);
