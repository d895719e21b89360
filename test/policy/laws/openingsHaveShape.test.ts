import { counter, opening, opens } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

function takes(from: string, to: string): readonly Edit[] {
  return [...counter, [opening, opening.replace(from, to)]];
}

const payload = (fields: string): readonly Edit[] => [
  ...takes('CorrectTenantPayload!', 'ShownPayload!'),
  ['type StartLeasesPayload {', `type ShownPayload {\n${fields}\n}\n\ntype StartLeasesPayload {`],
];
const shape = {
  code: 'PAYLOAD_SHAPE',
  at: 'CounterReason!): ‸ShownPayload!',
  message: 'Mutation.openCounter gives ShownPayload.',
} as const;
const noReason = { code: 'OPENS_SHAPE', message: 'Mutation.openCounter asks for no reason.' } as const;

permits([
  ['a reason may be a text', ...takes('CounterReason!', 'String!')],
  ['a payload may call the person what it likes', ...payload('  errors: [RowError!]!\n  who: Tenant')],
  [
    'a member of an object may name a person too',
    ...takes('name: String! @sets(field: "birthName")', 'code: PostalCode! @sets(field: "address.postcode")').map(
      ([from, to]): Edit => [from, to],
    ),
    [opens, opens.replace('"birthName"', '"address.postcode"')],
  ],
]);

refuses([
  {
    title: 'a member is brought under a name without dots',
    edits: [...counter, [opens, opens.replace('"birthName"', '"birthName", "address.postcode"')]],
    code: 'FIND_INPUT',
    at: 'by: ‸["number", "birthName", "address.postcode"]',
    message: 'Mutation.openCounter names a person by address.postcode, which not one argument brings.',
    remedy: 'Write an argument address_postcode, with @sets(field: "address.postcode") if its name differs.',
  },
  { ...shape, title: 'a payload says what is wrong', edits: payload('  tenant: Tenant') },
  { ...shape, title: 'a payload always says what is wrong', edits: payload('  errors: [RowError!]\n  tenant: Tenant') },
  {
    ...shape,
    title: 'a payload shows nothing beside the person',
    edits: payload('  errors: [RowError!]!\n  tenant: Tenant\n  receipt: ID'),
  },
  { ...shape, title: 'the person may be absent', edits: payload('  errors: [RowError!]!\n  tenant: Tenant!') },
  {
    ...shape,
    title: 'a payload is about a person',
    edits: payload('  errors: [RowError!]!\n  lease: Lease'),
    also: ['EXCEPTIONAL_UNOPENED', 'REACH_UNKNOWN', 'WRITE_TYPE_UNKNOWN'],
  },
  { ...noReason, title: 'a reason is asked for', edits: takes(', reason: CounterReason!', ''), at: '‸openCounter(' },
  {
    ...noReason,
    title: 'one reason is enough',
    edits: takes('CounterReason!', '[CounterReason!]!'),
    at: '‸reason: [CounterReason!]!',
  },
  {
    title: 'what opens states nothing',
    edits: [...counter, [opens, `${opens} @sets(field: "protectedAddress", value: "true")`]],
    code: 'OPENS_SHAPE',
    at: '‸@sets(field: "protectedAddress"',
    message: 'Mutation.openCounter opens and writes.',
  },
  {
    title: 'an attribute is brought once',
    edits: takes('reason:', 'again: String! @sets(field: "birthName"), reason:'),
    code: 'FIND_INPUT',
    at: 'by: ‸["number", "birthName"], to',
    message: 'Mutation.openCounter names a person by birthName, which not one argument brings.',
  },
  {
    title: 'what a person has not names nobody',
    edits: [
      ...takes('name: String! @sets(field: "birthName")', 'address: String!'),
      [opens, opens.replace('"birthName"', '"address"')],
    ],
    code: 'FIELD_UNKNOWN',
    at: 'by: ‸["number", "address"], to',
    message: 'Mutation.openCounter names a person by address, which is no personal value of it.',
  },
]);

refuses([
  {
    title: 'an argument brings each attribute',
    edits: takes(' name: String! @sets(field: "birthName"),', ''),
    code: 'FIND_INPUT',
    at: 'by: ‸["number", "birthName"], to',
    message: 'Mutation.openCounter names a person by birthName, which not one argument brings.',
  },
  {
    title: 'an argument that names nobody is refused',
    edits: takes('reason:', 'email: Email, reason:'),
    code: 'FIND_INPUT',
    at: '‸email: Email, reason',
    message: 'Mutation.openCounter takes email, by which it names nobody.',
    remedy: 'Name email in `by`, or take email out.',
  },
  {
    title: 'each attribute must be given, in the type of its field',
    edits: takes('NationalNumber!', 'NationalNumber'),
    code: 'INPUT_TYPE',
    at: '‸number: NationalNumber, name',
    message: 'Mutation.openCounter takes number as NationalNumber.',
    remedy: 'Write NationalNumber!.',
  },
  {
    title: 'a reason must be given',
    edits: takes('CounterReason!', 'CounterReason'),
    code: 'OPENS_SHAPE',
    at: '‸reason: CounterReason)',
    message: 'Mutation.openCounter asks for no reason.',
  },
  {
    title: 'a reason is a word or a text',
    edits: takes('reason: CounterReason!', 'reason: Int!'),
    code: 'OPENS_SHAPE',
    at: '‸reason: Int!',
    message: 'Mutation.openCounter asks for no reason.',
  },
  {
    title: 'what opens writes nothing',
    edits: [
      ...counter,
      [
        opens,
        `${opens} @write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])`,
      ],
    ],
    code: 'OPENS_SHAPE',
    at: `for: [MANAGEMENT]) ‸@write(kind: UPDATE`,
    message: 'Mutation.openCounter opens and writes.',
  },
  {
    title: 'the payload shows the person and nothing else',
    edits: takes('CorrectTenantPayload', 'StartLeasesPayload'),
    code: 'PAYLOAD_SHAPE',
    at: 'CounterReason!): ‸StartLeasesPayload!',
    message: 'Mutation.openCounter gives StartLeasesPayload.',
    also: ['EXCEPTIONAL_UNOPENED'],
  },
]);
