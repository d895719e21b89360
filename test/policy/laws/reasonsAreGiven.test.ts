import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const leases = '  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)';
const deprecated = (more: string): Edit => [leases, `${leases} @deprecated${more}`];

permits([['a reason says when and what else', deprecated('(reason: "gone in 2027: ask buildings")')]]);

refuses(
  ['(reason: "")', '(reason: " ")'].map((more) => ({
    title: `an empty reason is none: ${more}`,
    edits: [deprecated(more)],
    code: 'REASON_MISSING',
    at: '‸@deprecated',
    message: 'Something is deprecated for no reason.',
  })),
);

refuses([
  {
    title: 'no reason is none',
    edits: [deprecated('(reason: null)')],
    code: 'REASON_MISSING',
    at: '‸@deprecated',
    message: 'Something is deprecated for no reason.',
  },
  {
    title: 'a blank says nothing of what is impersonal',
    edits: [['@impersonal(reason: "a state of the file")', '@impersonal(reason: " ")']],
    code: 'REASON_MISSING',
    at: 'reason: ‸" "',
    message: 'Lease.status is impersonal for no reason.',
  },
]);

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
