import { refuses } from '../harness.js';

refuses([
  {
    title: 'a receipt is an id',
    edits: [['  errors: [RowError!]!\n  receipt: ID\n', '  errors: [RowError!]!\n  receipt: String\n']],
    code: 'PAYLOAD_SHAPE',
    at: '‸RegisterTenantPayload!\n',
    message: 'Mutation.registerTenant gives receipt: String.',
  },
  {
    title: 'an id is a receipt',
    edits: [['  errors: [RowError!]!\n  receipt: ID\n', '  errors: [RowError!]!\n  person: ID\n']],
    code: 'PAYLOAD_SHAPE',
    at: '‸RegisterTenantPayload!\n',
    message: 'Mutation.registerTenant gives person: ID.',
  },
  {
    title: 'a payload without errors is one however little it holds',
    edits: [['type StartLeasesPayload {\n  errors: [RowError!]!', 'type StartLeasesPayload {\n  receipt: ID']],
    code: 'PAYLOAD_SHAPE',
    at: '‸StartLeasesPayload!',
    message: 'Mutation.startLeases gives StartLeasesPayload without errors.',
  },
]);

refuses([
  {
    title: 'a payload is a type of its own',
    edits: [
      ['endLease(id: ID!, endedOn: Date!): EndLeasePayload!', 'endLease(id: ID!, endedOn: Date!): Lease'],
      [
        `type EndLeasePayload {
  errors: [RowError!]!
  lease: Lease
}
`,
        '',
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: 'endedOn: Date!): ‸Lease',
    message: 'Mutation.endLease gives Lease.',
  },
  {
    title: 'a payload has errors',
    edits: [
      [
        `type StartLeasesPayload {
  errors: [RowError!]!`,
        `type StartLeasesPayload {
  errors: [RowError!]`,
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: '‸StartLeasesPayload!',
    message: 'Mutation.startLeases gives StartLeasesPayload without errors.',
  },
  {
    title: 'a payload holds one more field at most',
    edits: [
      [
        `type EndLeasePayload {
  errors: [RowError!]!`,
        `type EndLeasePayload {
  errors: [RowError!]!
  receipt: ID`,
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: '‸EndLeasePayload!',
    message: 'Mutation.endLease gives receipt and lease.',
  },
  {
    title: 'a payload holds the written type, no other',
    edits: [
      [
        `type EndLeasePayload {
  errors: [RowError!]!
  lease: Lease`,
        `type EndLeasePayload {
  errors: [RowError!]!
  tenant: Tenant`,
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: '‸EndLeasePayload!',
    message: 'Mutation.endLease gives tenant: Tenant.',
  },
  {
    title: 'the row of a payload may be absent',
    edits: [
      [
        `type EndLeasePayload {
  errors: [RowError!]!
  lease: Lease`,
        `type EndLeasePayload {
  errors: [RowError!]!
  lease: Lease!`,
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: '‸EndLeasePayload!',
    message: 'Mutation.endLease gives lease: Lease!.',
  },
  {
    title: 'a person who is created is not given back: it would tell whether the store knew the person',
    edits: [
      [
        `type RegisterTenantPayload {
  errors: [RowError!]!
  receipt: ID`,
        `type RegisterTenantPayload {
  errors: [RowError!]!
  tenant: Tenant`,
      ],
    ],
    code: 'PAYLOAD_SHAPE',
    at: '‸RegisterTenantPayload!',
    message: 'Mutation.registerTenant gives back the person that it creates.',
  },
]);
