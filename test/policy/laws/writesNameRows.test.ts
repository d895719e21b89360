import { refuses } from '../harness.js';

refuses([
  {
    title: 'who changes a row names it',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(input']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: UPDATE, type: "Tenant"',
    message: 'Mutation.correctTenant changes a Tenant and does not name it.',
  },
  {
    title: 'the row that is changed is compulsory',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(id: ID, input']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: UPDATE, type: "Tenant"',
    message: 'Mutation.correctTenant changes a Tenant and does not name it.',
  },
  {
    title: 'a row that is created has no id yet',
    edits: [
      [
        'input OfferLease {',
        `input OfferLease {
  id: ID!`,
      ],
    ],
    code: 'WRITE_ROW',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease creates a Lease and names its id.',
  },
  {
    title: "a record that is created is somebody's",
    edits: [
      [
        `input OfferLease {
  tenant: ID!`,
        'input OfferLease {',
      ],
    ],
    code: 'CREATE_WITHOUT_SUBJECT',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease creates a Lease of nobody.',
  },
  {
    title: 'a record is never given to another person',
    edits: [
      ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'],
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date!, tenant: ID!)'],
      [
        '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])',
        '@write(kind: END, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'SUBJECT_IMMUTABLE',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease gives a Lease to another person.',
  },
  {
    title: 'an END sets an end',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!)']],
    code: 'END_ENDS_NOTHING',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease ends a Lease and sets no end.',
  },
  {
    title: 'a record is not moved to a record that nobody judges',
    edits: [
      ['  agency: Agency\n  building', '  agency: Agency\n  former: Lease\n  building'],
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date!, former: ID!)'],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease moves a Lease to another former.',
  },
]);
