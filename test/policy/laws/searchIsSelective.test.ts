import { expect, it } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';

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
    title: 'a set of few values is told by counting',
    edits: [
      ['["number", "birthName"]]', '["number", "birthName"], ["stepless", "address.postcode"]]'],
      [
        `  number: NationalNumber
}`,
        `  number: NationalNumber
  stepless: Boolean
  postcode: PostalCode @sets(field: "address.postcode")
}`,
      ],
    ],
    code: 'SEARCH_LOW_CARDINALITY',
    at: 'by: ‸[["birthName"',
    message:
      'Query.findTenant finds by stepless and address.postcode, of few values: the blind index of the set would tell them by counting.',
  },
  {
    title: 'a sensitive yes or no in a set is told by counting',
    edits: [
      ['["number", "birthName"]]', '["number", "birthName"], ["birthDate", "stepless"]]'],
      [
        `  number: NationalNumber
}`,
        `  number: NationalNumber
  stepless: Boolean
}`,
      ],
    ],
    code: 'SEARCH_LOW_CARDINALITY',
    at: 'by: ‸[["birthName"',
    message:
      'Query.findTenant finds by stepless, of few values: the blind index of the set would tell them by counting.',
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

it.each([
  [
    'a name and a postal code',
    '["birthName", "address.postcode"]',
    '  postcode: PostalCode @sets(field: "address.postcode")',
  ],
  ['a sensitive yes or no beside what no two persons share', '["number", "stepless"]', '  stepless: Boolean'],
])('a set may be %s', (_title, set, input) => {
  const sources = edited(
    ['["number", "birthName"]]', `["number", "birthName"], ${set}]`],
    ['  number: NationalNumber\n}', `  number: NationalNumber\n${input}\n}`],
  );
  expect(problemsOf(sources)).toEqual([]);
});
