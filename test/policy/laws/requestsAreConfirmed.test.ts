import { describe, expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { compiled, refuses, roleOf } from '../harness.js';
import { permits } from '../lawful.js';

const start = `@request(
      type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], confirm: ["portfolio"]
      expires: "P14D", misses: { of: 9, per: "P1D", by: ACCOUNT }
    )
    @sets(field: "agency", claim: ORGANISATION)`;
const whole = 'number: NationalNumber!, birthName: String!, building: ID!): LinkRequestState!';
const asking = (given: string, text = start): Edit => [
  '  "Corrects what is wrong."',
  `  requestLink(${given}
    ${text}
  "Corrects what is wrong."`,
];
const changed = (from: string, to: string): Edit =>
  asking(
    whole,
    start.replace(from, () => to),
  );

describe('a request that somebody else answers', () => {
  test('is in the contract of who asks, and its answers in those of the person and who accompanies it', () => {
    const policy = compiled(asking(whole));
    const [agency, manager, tenant] = ['AGENCY', 'MANAGER', 'TENANT'].map((role) => roleOf(policy, role).contract);
    expect(agency).toContain(
      'requestLink(birthName: String!, building: ID!, number: NationalNumber!): LinkRequestState!',
    );
    expect(agency).not.toMatch(/answerLinkRequest|inkRequests/);
    expect(manager).toContain('answerLinkRequest(');
    expect(manager).toContain('  linkRequests(');
    expect(tenant).toContain('answerLinkRequest(');
    expect(tenant).toContain('  myLinkRequests(');
    expect(manager + String(tenant)).not.toContain('requestLink(');
  });

  test('leaves contracts as they are where nobody asks', () => {
    expect(roleOf(compiled(), 'TENANT').contract).not.toMatch(/LinkRequest/);
  });

  test('names a person by a whole index, and the day from which the record links', () => {
    const policy = compiled(asking(whole));
    expect(policy.requests.get('requestLink')).toMatchObject({
      subject: 'Tenant',
      starts: ['offeredOn'],
      confirm: ['portfolio'],
    });
    expect(policy.types.get('Tenant')?.indexes).toContainEqual({
      column: 'number_birth_name_bidx',
      fields: ['number', 'birthName'],
      unique: false,
      bits: 256,
    });
  });
});

const claimed = '@sets(field: "agency", claim: ORGANISATION)';
const brings = (argument: string): Edit => asking(whole.replace('building: ID!', argument));
const alone: Edit = changed('confirm: ["portfolio"]', 'confirm: []');
const twoDesks: Edit = [
  '  @restrict(',
  '  @reach(name: "desk", role: MANAGER, through: "desk", subject: "tenant_id", column: "unit", claim: UNIT, starts: "starts_on", longest: "P1Y")\n  @restrict(',
];

permits([
  [
    'a link may hold its author’s claim as a value',
    asking(
      whole.replace(', building: ID!', ''),
      start
        .replace('"Lease"', '"Mandate"')
        .replace('[AGENCY]', '[MANAGER]')
        .replace('LETTING', 'MANAGEMENT')
        .replace('["portfolio"]', '[]')
        .replace('"agency", claim: ORGANISATION', '"account", claim: ACCOUNT'),
    ),
  ],
  [
    'who reaches the person may be the only one who answers',
    asking(whole),
    ['TENANT @party(as: DATA_SUBJECT)', 'TENANT @party(as: RECIPIENT)'],
  ],
  ['the person may be the only one who answers', alone],
  ['two reaches may confirm', twoDesks, changed('confirm: ["portfolio"]', 'confirm: ["portfolio", "desk"]')],
  ['a request may state a value', changed(claimed, `${claimed} @sets(field: "status", value: "OFFERED")`)],
  ...['P1M', 'PT1H'].map((text) => [`a request may wait ${text}`, changed('"P14D"', `"${text}"`)] as const),
]);

const request = 'Mutation.requestLink';
const matching = (to: string, through: string): Edit => [
  'extend type Query {',
  `extend type Query {
  requestLink(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ["number", "birthName"], to: [${to}], for: [LETTING, MANAGEMENT], through: ["${through}"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`,
];

permits([['another role may match by the name of a request', asking(whole), matching('MANAGER', 'portfolio')]]);

refuses([
  {
    title: 'its misses are its own: no match of the same role has its name',
    edits: [asking(whole), matching('AGENCY', 'lodger')],
    code: 'REQUEST_SHAPE',
    at: '‸requestLink(number: NationalNumber!, birthName: String!, building',
    message: `${request} has the name of a match of the same role.`,
    remedy: 'Give it a name of its own.',
  },
  {
    title: 'what is no duration is refused for that',
    edits: [changed('"P14D"', '"soon"')],
    code: 'DURATION_MALFORMED',
    at: 'expires: ‸"soon"',
    message: '"soon" is no duration.',
  },
  {
    title: 'a type that is not there makes no record',
    edits: [changed('type: "Lease"', 'type: "Ghost"')],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'type: ‸"Ghost", by',
    message: `${request} makes a Ghost, which is no record.`,
    more: 1,
  },
  {
    title: 'a role that is not explained is refused for that',
    edits: [asking(whole), ['AGENCY @party(as: RECIPIENT)', 'AGENCY']],
    code: 'WORD_UNEXPLAINED',
    at: '‸AGENCY\n',
    message: 'Role.AGENCY says nothing of itself.',
  },
  {
    title: 'who asks names no row',
    edits: [brings('id: ID!')],
    code: 'FIELD_UNKNOWN',
    at: '‸id: ID!): LinkRequestState!',
    message: `${request} sets id, which is no field of Lease.`,
  },
  {
    title: 'what it states is a field of the record',
    edits: [changed(claimed, `${claimed} @sets(field: "shoeSize", value: "9")`)],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "shoeSize"',
    message: `${request} sets shoeSize, which is no field of Lease.`,
  },
  {
    title: 'who asks brings no person',
    edits: [brings('tenant: ID!')],
    code: 'REQUEST_SHAPE',
    at: '‸tenant: ID!): LinkRequestState!',
    message: `${request} lets its author bring tenant.`,
  },
  {
    title: 'what is brought is not stated',
    edits: [brings('building: ID! @sets(field: "building", value: "1")')],
    code: 'REQUEST_SHAPE',
    at: '‸@sets(field: "building", value',
    message: `${request} lets its author bring building.`,
  },
  {
    title: 'what is brought is no claim',
    edits: [brings('building: ID! @sets(field: "building", claim: UNIT)')],
    code: 'REQUEST_SHAPE',
    at: '‸@sets(field: "building", claim',
    message: `${request} lets its author bring building.`,
  },
  {
    title: 'nobody brings whose the link is beside the claim that says it',
    edits: [brings('building: ID!, agency: ID!')],
    code: 'REQUEST_FOR_ANOTHER',
    at: '‸@request(',
    message: `${request} does not say whose the link "lodger" of AGENCY is.`,
    also: ['SET_TWICE'],
  },
  {
    title: 'a role that is not the person’s answers nothing by the own row',
    edits: [alone, ['TENANT @party(as: DATA_SUBJECT)', 'TENANT @party(as: RECIPIENT)']],
    code: 'REQUEST_ANSWERED_BY_NOBODY',
    at: '‸@request(',
    message: `${request} is answered by nobody.`,
  },
]);

refuses([
  {
    title: 'the answer is PENDING',
    edits: [asking(whole.replace('LinkRequestState!', 'Boolean!'))],
    code: 'REQUEST_SHAPE',
    at: '‸requestLink(number',
    message: `${request} gives Boolean!.`,
  },
  {
    title: 'it is no write',
    edits: [
      asking(
        whole,
        `@write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])\n    ${start}`,
      ),
    ],
    code: 'REQUEST_SHAPE',
    at: '‸requestLink(number',
    message: `${request} has @write and @request.`,
  },
  {
    title: 'it is for somebody',
    edits: [changed('to: [AGENCY]', 'to: []')],
    code: 'GRANT_WITHOUT_ROLE',
    at: 'by: ["number", "birthName"], to: ‸[]',
    message: `${request} is for nobody.`,
  },
  {
    title: 'it is for something',
    edits: [changed('for: [LETTING]', 'for: []')],
    code: 'GRANT_WITHOUT_PURPOSE',
    at: 'to: [AGENCY], for: ‸[], confirm',
    message: `${request} is for nothing.`,
  },
  {
    title: 'the person has time to answer',
    edits: [changed('expires: "P14D"', 'expires: "PT0S"')],
    code: 'REQUEST_SHAPE',
    at: 'expires: ‸"PT0S"',
    message: `${request} expires at once.`,
  },
  {
    title: 'misses are bounded',
    edits: [changed('{ of: 9, per: "P1D", by: ACCOUNT }', '[]')],
    code: 'BOUND_INVALID',
    at: 'expires: "P14D", misses: ‸[]',
    message: `${request} has no amount of misses that stands.`,
  },
  {
    title: 'misses are bounded for whoever may try: who has the claim of the link and no other is not free',
    edits: [changed('by: ACCOUNT', 'by: UNIT')],
    code: 'BOUND_INVALID',
    at: 'expires: "P14D", misses: ‸{ of: 9, per: "P1D", by: UNIT',
    message: `${request} has no amount of misses for a caller that has ORGANISATION alone.`,
  },
  {
    title: 'who asks does not confirm',
    edits: [changed('confirm: ["portfolio"]', 'confirm: ["lodger"]')],
    code: 'REQUEST_CONFIRMS_ITSELF',
    at: 'confirm: ‸["lodger"]',
    message: `${request} lets AGENCY ask, which confirms through "lodger".`,
    more: 1,
  },
  {
    title: 'the link that it makes does not confirm it',
    edits: [changed('confirm: ["portfolio"]', 'confirm: ["lodger"]')],
    code: 'REQUEST_CONFIRMS_ITSELF',
    at: 'confirm: ‸["lodger"]',
    message: `${request} makes the link "lodger", through which it is confirmed.`,
    more: 1,
  },
  {
    title: 'the person does not ask itself',
    edits: [changed('to: [AGENCY]', 'to: [AGENCY, TENANT]')],
    code: 'REQUEST_CONFIRMS_ITSELF',
    at: 'to: ‸[AGENCY, TENANT]',
    message: `${request} lets TENANT ask, which is the person that answers.`,
    also: ['REQUEST_LINKS_NOBODY'],
  },
  {
    title: 'a reach of confirm is somebody’s',
    edits: [changed('confirm: ["portfolio"]', 'confirm: ["portfolio", "neighbour"]')],
    code: 'REACH_UNKNOWN',
    at: 'confirm: ‸["portfolio", "neighbour"]',
    message: `${request} is confirmed through "neighbour", a reach that nobody has on Tenant.`,
  },
  {
    title: 'somebody answers',
    edits: [
      changed('confirm: ["portfolio"]', 'confirm: []'),
      [
        'column: "id", claim: SUBJECT, starts: "registered_on")',
        'column: "id", claim: ACCOUNT, starts: "registered_on", longest: "P1Y")',
      ],
    ],
    code: 'REQUEST_ANSWERED_BY_NOBODY',
    at: '‸@request(',
    message: `${request} is answered by nobody.`,
  },
  {
    title: 'the record links who asks',
    edits: [changed('to: [AGENCY]', 'to: [AGENCY, MANAGER]')],
    code: 'REQUEST_LINKS_NOBODY',
    at: 'by: ["number", "birthName"], to: ‸[AGENCY, MANAGER]',
    message: `${request} makes a Lease, through which MANAGER reaches no person.`,
    also: ['REQUEST_CONFIRMS_ITSELF'],
  },
  {
    title: 'the link is the own claim’s',
    edits: [changed('@sets(field: "agency", claim: ORGANISATION)', '@sets(field: "agency", claim: ACCOUNT)')],
    code: 'REQUEST_FOR_ANOTHER',
    at: '‸@request(',
    message: `${request} does not say whose the link "lodger" of AGENCY is.`,
  },
  {
    title: 'nobody brings whose the link is',
    edits: [asking(whole.replace('building: ID!', 'agency: ID!'))],
    code: 'REQUEST_FOR_ANOTHER',
    at: '‸@request(',
    message: `${request} does not say whose the link "lodger" of AGENCY is.`,
    also: ['SET_TWICE'],
  },
  {
    title: 'no value is brought: the request would hold it in clear',
    edits: [asking(whole.replace('building: ID!', 'startedOn: Date!'))],
    code: 'REQUEST_SHAPE',
    at: '‸startedOn: Date!): LinkRequestState!',
    message: `${request} lets its author bring startedOn.`,
  },
  {
    title: 'nobody backdates it',
    edits: [asking(whole.replace('building: ID!', 'offeredOn: Date!'))],
    code: 'REQUEST_SHAPE',
    at: '‸offeredOn: Date!): LinkRequestState!',
    message: `${request} lets its author bring offeredOn.`,
  },
  {
    title: 'what it sets is a field of the record',
    edits: [asking(whole.replace('building: ID!', 'house: ID!'))],
    code: 'FIELD_UNKNOWN',
    at: '‸house: ID!',
    message: `${request} sets house, which is no field of Lease.`,
  },
  {
    title: 'what it states, it states',
    edits: [
      changed(
        '@sets(field: "agency", claim: ORGANISATION)',
        '@sets(field: "agency", claim: ORGANISATION) @sets(field: "status")',
      ),
    ],
    code: 'REQUEST_SHAPE',
    at: '‸@sets(field: "status")\n  "Corrects',
    message: `${request} sets status to nothing.`,
  },
  {
    title: 'it makes a record',
    edits: [changed('type: "Lease"', 'type: "Building"')],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'type: ‸"Building", by',
    message: `${request} makes a Building, which is no record.`,
    more: 1,
  },
  {
    title: 'a person is named whole',
    edits: [asking(whole.replace('birthName: String!', 'birthName: String'))],
    code: 'INPUT_TYPE',
    at: '‸birthName: String, building',
    message: `${request} brings birthName as String.`,
  },
  {
    title: 'a person is named by what no two share',
    edits: [
      asking(
        whole.replace('number: NationalNumber!', 'birthDate: PartialDate!'),
        start.replace('"number", "birthName"', '"birthDate", "birthName"'),
      ),
    ],
    code: 'SET_NOT_UNIQUE',
    at: 'by: ‸["birthDate", "birthName"], to',
    message: `${request} names a person by birthDate, birthName, which two persons may share.`,
  },
]);
