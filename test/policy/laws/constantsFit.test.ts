import { expect, test } from 'vitest';
import { named, ownClaim, requesting } from '../firstContact.js';
import type { Edit } from '../harness.js';
import { compiled, refuses } from '../harness.js';
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
      ['an integer is written as it is', '007', 'note: Int'],
      ['text is not empty', ' ', 'note: String'],
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

const agentOf: Edit = ['  floors: Int', '  agent: Agency\n  floors: Int'];
const stating = (...sets: readonly string[]): Edit =>
  requesting(`${named}, building: ID!`, [ownClaim, ...sets].join('\n    '));

permits([
  [
    'a first contact states by a claim a person who is not whom it asks for',
    stating('@sets(field: "owner", claim: ORGANISATION)'),
    ['  agency: Agency\n', '  agency: Agency\n  owner: Owner\n'],
    [
      'enum LeaseStatus',
      `type Owner @subject(table: "owner", population: 100)
  @reach(name: "own", role: TENANT, through: "owner", subject: "id", column: "id", claim: SUBJECT, starts: "registered_on") {
  id: ID!
  "Who owns."
  name: String @personal(category: IDENTITY) @disclose(to: [TENANT], for: [OWN_FILE], through: ["own"], within: "PT0S")
}

enum LeaseStatus`,
    ],
  ],
]);

test('a first contact states what its fields take, and what an entity holds that an argument or a claim names', () => {
  const lawful = [
    '"status", value: "OFFERED"',
    '"building.agent", claim: ORGANISATION',
    '"agency.name", value: "Keys"',
    '"endedOn", value: "2027-12-31"',
  ];
  const edit = stating(...lawful.map((each) => `@sets(field: ${each})`));
  expect(compiled(edit, agentOf).requests.get('requestLink')?.constants).toEqual([
    { field: 'agency', value: undefined, claim: 'ORGANISATION' },
    { field: 'status', value: 'OFFERED', claim: undefined },
    { field: 'building.agent', value: undefined, claim: 'ORGANISATION' },
    { field: 'agency.name', value: 'Keys', claim: undefined },
    { field: 'endedOn', value: '2027-12-31', claim: undefined },
  ]);
});

refuses(
  (
    [
      ['a value that the enum has not', '"status", value: "GONE"', 'sets status to "GONE"'],
      ['a claim where the enum stands', '"status", claim: UNIT', 'sets status to a claim'],
      ['a value and a claim at once', '"status", value: "OFFERED", claim: UNIT', 'sets status to two things'],
      ['what is no day', '"endedOn", value: "soon"', 'sets endedOn to "soon"'],
      ['when it starts', '"offeredOn", value: "2026-01-01"', 'states offeredOn, from which the link counts'],
      ['a number with zeros before it', '"building.floors", value: "007"', 'sets building.floors to "007"'],
      ['a number that an entity cannot hold', '"building.floors", value: "many"', 'sets building.floors to "many"'],
      ['a row of an entity by its text', '"building.agent", value: "Keys"', 'sets building.agent to "Keys"'],
    ] as const
  ).map(([title, sets, what]) => ({
    title: `a first contact does not state ${title}`,
    edits: [stating(`@sets(field: ${sets})`), agentOf],
    code: 'CONSTANT_INVALID',
    at: `‸@sets(field: ${sets})`,
    message: `Mutation.requestLink ${what}.`,
  })),
);

refuses(
  (
    [
      ['whose the record is', 'tenant', 'claim: ORGANISATION'],
      ['what the person holds', 'tenant.birthName', 'value: "Exemple"'],
      ['the state of a row that is not there yet', 'version', 'value: "1"'],
      ['a field two steps away', 'building.agent.name', 'value: "Keys"'],
    ] as const
  ).map(([title, path, from]) => ({
    title: `a first contact does not state ${title}`,
    edits: [stating(`@sets(field: "${path}", ${from})`), agentOf],
    code: 'FIELD_UNKNOWN',
    at: `‸@sets(field: "${path}", ${from})`,
    message: `Mutation.requestLink states ${path}, which is neither of Lease itself nor of an entity that it names.`,
  })),
);

refuses([
  {
    title: 'a first contact compares no entity that nobody names',
    edits: [requesting(named, `${ownClaim} @sets(field: "building.name", value: "Mill House")`)],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "building.name"',
    message:
      'Mutation.requestLink states building.name, which is neither of Lease itself nor of an entity that it names.',
  },
  {
    title: 'a first contact chooses no id',
    edits: [stating('@sets(field: "id", value: "1")')],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "id"',
    message: 'Mutation.requestLink sets id, which is no field of Lease.',
  },
]);
