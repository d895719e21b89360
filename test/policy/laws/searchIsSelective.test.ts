import { expect, it } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';
import { unexplainedCategory } from '../strays.js';

refuses([unexplainedCategory]);

refuses([
  {
    title: 'a relation is refused for being no value',
    edits: [
      ['  agency: Agency\n', '  "Who let it."\n  agency: Agency @personal(category: TENANCY, search: [EXACT])\n'],
    ],
    code: 'SEARCH_OFF_SUBJECT',
    at: '‸agency: Agency @personal',
    message: 'Lease.agency is no value to search.',
  },
  {
    title: 'what is about no person is refused for being personal there',
    edits: [['  floors: Int', '  "How high."\n  floors: Int @personal(category: TENANCY, search: [EXACT])']],
    code: 'PERSONAL_ON_ENTITY',
    at: '‸floors: Int',
    message: 'Building.floors is personal on a type that is about no person.',
  },
  {
    title: 'a root that does not say what it is, is refused for that',
    edits: [['  myself: Tenant @root(kind: NODE)', '  myself: Tenant']],
    code: 'ROOT_UNDECLARED',
    at: '‸myself',
    message: 'Query.myself has no @root.',
  },
  {
    title: 'a root of no table is refused for that',
    edits: [['findTenant(by: FindTenant!): Tenant', 'findTenant(by: FindTenant!): Address']],
    code: 'ROOT_SHAPE',
    at: '‸findTenant',
    message: 'Query.findTenant gives Address, which has no table.',
    also: ['FIELD_UNKNOWN'],
  },
  {
    title: 'an offence of few values in a set is told by counting',
    edits: [
      ['sensitivity: SPECIAL', 'sensitivity: OFFENCE'],
      ['["number", "birthName"]]', '["number", "birthName"], ["birthDate", "stepless"]]'],
      ['  number: NationalNumber\n}', '  number: NationalNumber\n  stepless: Boolean\n}'],
    ],
    code: 'SEARCH_LOW_CARDINALITY',
    at: 'by: ‸[["birthName"',
    message:
      'Query.findTenant finds by stepless, of few values: the blind index of the set would tell them by counting.',
  },
]);

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
