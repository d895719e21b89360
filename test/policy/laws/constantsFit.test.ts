import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

/** A new person, of whom the mutation itself states something. */
const stated = (sets: string, field = 'note: String'): readonly Edit[] => [
  [
    '  address: Address @embedded(prefix: "address_")',
    `  "Said of the person."\n  ${field} @personal(category: TENANCY)\n  address: Address @embedded(prefix: "address_")`,
  ],
  ['@sets(field: "Mandate.account", claim: ACCOUNT)', `@sets(field: "Mandate.account", claim: ACCOUNT) ${sets}`],
];
const offered = '@sets(field: "status", value: "OFFERED")';
const over = '@sets(field: "status", value: "OVER", from: ["OFFERED", "RUNNING"])';
const others = 'Constants are values of enums, Booleans, integers and text: bring anything else as an argument.';

permits([
  ['a yes is a constant', ...stated('@sets(field: "protectedAddress", value: "true")')],
  ['a no is a constant', ...stated('@sets(field: "protectedAddress", value: "false")')],
  ['an integer is a constant', ...stated('@sets(field: "note", value: "123456789")', 'note: Int')],
  ['an integer may be negative', ...stated('@sets(field: "note", value: "-1")', 'note: Int')],
  ['any text is a constant', ...stated('@sets(field: "note", value: "by post")')],
  [
    'a format may be of letters of any language',
    ...stated('@sets(field: "note", value: "été")', 'note: Word'),
    ['enum LeaseStatus', 'scalar Word @format(pattern: "\\\\p{L}+")\n\nenum LeaseStatus'],
  ],
  ['text of a format is a constant', ...stated('@sets(field: "note", value: "1234567890123")', 'note: NationalNumber')],
  [
    'a claim may name a row',
    [offered, `${offered}\n    @sets(field: "agency", claim: ORGANISATION)`],
    ['  agency: ID!\n  building: ID!\n  offeredOn', '  building: ID!\n  offeredOn'],
  ],
]);

refuses(
  (
    [
      ['a yes is written true', 'yes', 'note: Boolean'],
      ['an integer is a number', 'ten', 'note: Int'],
      ['an integer is whole', '1.5', 'note: Int'],
      ['an integer is nothing else', 'n1', 'note: Int'],
      ['an integer fits its column', '1234567890', 'note: Int'],
      ['text keeps its format', '12', 'note: NationalNumber'],
      ['an address is brought, not stated', 'a@b.example', 'note: Email'],
    ] as const
  ).map(([title, value, field]) => ({
    title,
    edits: stated(`@sets(field: "note", value: "${value}")`, field),
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "note"',
    message: `Mutation.registerTenant sets note to "${value}".`,
    remedy: others,
  })),
);

refuses(
  (['shoeSize', 'id', 'version'] as const).map((field) => ({
    title: `a constant is a value or a relation of the row: ${field} is neither`,
    edits: [[offered, `@sets(field: "${field}", value: "1")`]],
    code: 'FIELD_UNKNOWN',
    at: `‸@sets(field: "${field}"`,
    message: `Mutation.offerLease sets ${field}, which is no field of Lease itself.`,
  })),
);

refuses([
  {
    title: 'a constant is a value of its enum',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "GONE")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", value: "GONE")',
    message: 'Mutation.offerLease sets status to "GONE".',
    remedy: 'Write one of OFFERED, RUNNING, OVER.',
  },
  {
    title: 'a constant has a value',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status")',
    message: 'Mutation.offerLease sets status to nothing.',
  },
  {
    title: 'a constant is a value or a claim',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "OFFERED", claim: UNIT)']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", value: "OFFERED", claim: UNIT)',
    message: 'Mutation.offerLease sets status to two things.',
  },
  {
    title: 'a claim is no status',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", claim: UNIT)']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "status", claim: UNIT)',
    message: 'Mutation.offerLease sets status to a claim.',
  },
  {
    title: 'a claim is not sealed: it is no value of the person',
    edits: [
      ['@sets(field: "Mandate.account", claim: ACCOUNT)', '@sets(field: "birthName", claim: ACCOUNT)'],
      [
        `  birthName: String!
  birthDate: PartialDate
  address`,
        `  birthDate: PartialDate
  address`,
      ],
    ],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "birthName", claim',
    message: 'Mutation.registerTenant sets birthName to a claim.',
  },
  {
    title: 'a day is no constant',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "endedOn", value: "2026-01-01")']],
    code: 'CONSTANT_INVALID',
    at: '‸@sets(field: "endedOn"',
    message: 'Mutation.offerLease sets endedOn to "2026-01-01".',
    remedy: others,
  },
  {
    title: 'a constant is a field of the row itself',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "building.name", value: "The Elms")']],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "building.name"',
    message: 'Mutation.offerLease sets building.name, which is no field of Lease itself.',
  },
  {
    title: 'a state that a field never has is no state to come from',
    edits: [['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER", from: ["OFFERED", "GONE"]']],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["OFFERED", "GONE"]',
    message: 'Mutation.endLease changes status from OFFERED, GONE.',
    remedy: 'Name values that the field holds in clear.',
  },
  {
    title: 'a row that is created comes from no state',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "OFFERED", from: ["OVER"])']],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["OVER"]',
    message: 'Mutation.offerLease changes status from OVER.',
    remedy: 'A row that is created had no value before: take `from` off.',
    also: ['COMPARES_UNREAD'],
  },
  {
    title: 'nor where another role changes it',
    edits: [
      [offered, '@sets(field: "status", value: "OFFERED", from: ["OVER"])'],
      [
        '    @write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        '    @write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])\n    @write(kind: UPDATE, type: "Lease", to: [TENANT], for: [OWN_FILE], through: ["self"])',
      ],
    ],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["OVER"]',
    message: 'Mutation.offerLease changes status from OVER.',
    also: ['COMPARES_UNREAD', 'REACH_UNKNOWN', 'SUBJECT_IMMUTABLE', 'WRITE_ROW', 'WRITE_WITHOUT_REACH'],
  },
  {
    title: 'what is sealed is compared with nothing',
    edits: [
      ['input CorrectTenant {', 'input CorrectTenant {\n  stepless: Boolean @sets(field: "stepless", from: ["false"])'],
    ],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["false"]',
    message: 'Mutation.correctTenant changes stepless from false.',
    remedy: 'Name values that the field holds in clear.',
    also: ['COMPARES_UNREAD'],
  },
  {
    title: 'a field that is not there comes from nothing',
    edits: [[over, '@sets(field: "shoeSize", value: "9", from: ["8"])']],
    code: 'CONSTANT_INVALID',
    at: 'from: ‸["8"]',
    message: 'Mutation.endLease changes shoeSize from 8.',
    also: ['COMPARES_UNREAD', 'FIELD_UNKNOWN'],
  },
]);
