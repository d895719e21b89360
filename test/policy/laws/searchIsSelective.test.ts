import { refuses } from '../harness.js';

refuses([
  {
    title: 'a yes or no has no blind index',
    edits: [['@personal(category: HEALTH)', '@personal(category: HEALTH, search: [EXACT])']],
    code: 'SEARCH_LOW_CARDINALITY',
    at: '(category: HEALTH, search: ‸[EXACT])',
    message: 'Tenant.stepless takes few values: its blind index would tell them by counting.',
  },
  {
    title: 'a postal code has no blind index',
    edits: [
      [
        `  postcode: PostalCode
    @personal(category: CONTACT)`,
        `  postcode: PostalCode
    @personal(category: CONTACT, search: [EXACT])`,
      ],
    ],
    code: 'SEARCH_LOW_CARDINALITY',
    at: '(category: CONTACT, search: ‸[EXACT])',
    message: 'Address.postcode takes few values: its blind index would tell them by counting.',
  },
  {
    title: 'an enum has no blind index',
    edits: [
      [
        '  "When the person left."',
        `  "Where the file stands."
  state: LeaseStatus @personal(category: TENANCY, search: [UNIQUE])
  "When the person left."`,
      ],
    ],
    code: 'SEARCH_LOW_CARDINALITY',
    at: `search: ‸[UNIQUE])
  "When`,
    message: 'Tenant.state takes few values: its blind index would tell them by counting.',
  },
  {
    title: 'a record is not searched',
    edits: [
      [
        `  "When it began."
  startedOn: Date
    @personal(category: TENANCY)`,
        `  "When it began."
  startedOn: Date
    @personal(category: TENANCY, search: [EXACT])`,
      ],
    ],
    code: 'SEARCH_OFF_SUBJECT',
    at: `search: ‸[EXACT])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  "When it ended`,
    message: 'Lease.startedOn is searched on a record.',
  },
]);
