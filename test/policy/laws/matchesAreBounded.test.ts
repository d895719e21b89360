import { describe, expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { compiled, refuses, roleOf } from '../harness.js';
import { permits } from '../lawful.js';

const start = `@match(
      type: "Tenant", on: ["number", "birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"]
      misses: { of: 5, per: "P1D", by: ACCOUNT }
    )`;
const matching = (given: string, text = start): Edit => [
  '  leases(filter: LeaseFilter)',
  `  isTenant(${given}
    ${text}
  leases(filter: LeaseFilter)`,
];
const whole = 'number: NationalNumber!, birthName: String!): Boolean!';
const changed = (from: string, to: string): Edit =>
  matching(
    whole,
    start.replace(from, () => to),
  );

describe('a match that bounds itself', () => {
  test('is in the contract of its roles and of no other, with an index of the full length', () => {
    const policy = compiled(matching(whole));
    expect(roleOf(policy, 'AGENCY').matches).toEqual(['isTenant']);
    expect(roleOf(policy, 'AGENCY').contract).toContain(
      'isTenant(birthName: String!, number: NationalNumber!): Boolean!',
    );
    expect(roleOf(policy, 'MANAGER').contract).not.toContain('isTenant');
    expect(
      policy.types.get('Tenant')?.indexes.filter(({ fields }) => fields.includes('number') && fields.length > 1),
    ).toEqual([{ column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 }]);
  });

  test('has an index of its own, unless a lookup has it', () => {
    const edit = matching(
      'number: NationalNumber!, born: PartialDate! @sets(field: "birthDate")): Boolean!',
      start.replace('"birthName"', '"birthDate"'),
    );
    expect(compiled(edit).types.get('Tenant')?.indexes).toContainEqual({
      column: 'number_birth_date_bidx',
      fields: ['number', 'birthDate'],
      unique: false,
      bits: 256,
    });
  });
});

const given = (text: string): Edit => matching(`${text}): Boolean!`);
const named: Edit = [
  'input FindTenant {',
  'input NamedTenant {\n  number: NationalNumber!\n  birthName: String!\n}\n\ninput FindTenant {',
];
const lodgings: Edit = [
  '  @restrict(',
  '  @reach(name: "lodger", role: MANAGER, through: "desk", subject: "tenant_id", column: "unit", claim: UNIT, starts: "starts_on", longest: "P1Y")\n  @restrict(',
];

permits([
  ['who has the claim of the link may be bounded by it', changed('by: ACCOUNT', 'by: ORGANISATION')],
  [
    'one amount of several bounds whoever may try',
    changed(
      '{ of: 5, per: "P1D", by: ACCOUNT }',
      '[{ of: 9, per: "P1D", by: UNIT }, { of: 5, per: "P1D", by: ACCOUNT }]',
    ),
  ],
  ['a reach of another role asks for no amount by its claim', lodgings, changed('by: ACCOUNT', 'by: ORGANISATION')],
  ['an input object may bring what names a person', named, given('who: NamedTenant!')],
]);

const isTenant = 'Query.isTenant';
refuses([
  {
    title: 'a claim that states a value is misused as a value is',
    edits: [given('number: NationalNumber! @sets(field: "number", claim: ACCOUNT), birthName: String!')],
    code: 'SETS_MISUSED',
    at: '‸@sets(field: "number", claim',
    message: `${isTenant} sets a value where number brings one.`,
  },
  {
    title: 'nor does it come from a value',
    edits: [given('number: NationalNumber! @sets(field: "number", from: ["1"]), birthName: String!')],
    code: 'SETS_MISUSED',
    at: '‸@sets(field: "number", from',
    message: `${isTenant} sets a value where number brings one.`,
  },
  {
    title: 'one value is matched, no list',
    edits: [given('number: NationalNumber!, birthName: [String!]!')],
    code: 'INPUT_TYPE',
    at: '‸birthName: [String!]!',
    message: `${isTenant} brings birthName as [String!]!.`,
    remedy: 'Write String!.',
  },
  {
    title: 'one person is named, no list of them',
    edits: [named, given('who: [NamedTenant!]!')],
    code: 'INPUT_TYPE',
    at: 'input NamedTenant {\n  ‸number',
    message: `${isTenant} brings number as NationalNumber!.`,
    more: 1,
  },
  {
    title: 'a field of an input object is brought whole too',
    edits: [[named[0], named[1].replace('birthName: String!', 'birthName: String')], given('who: NamedTenant!')],
    code: 'INPUT_TYPE',
    at: '‸birthName: String\n}\n\ninput FindTenant',
    message: `${isTenant} brings birthName as String.`,
  },
  {
    title: 'a match of a type that is not there is refused for that',
    edits: [changed('type: "Tenant"', 'type: "Ghost"')],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'on: ‸["number", "birthName"], to: [AGENCY]',
    message: `${isTenant} names a Ghost, which is no person.`,
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'a member is brought under a name without dots',
    edits: [changed('"birthName"]', '"birthName", "address.postcode"]')],
    code: 'FIND_INPUT',
    at: '‸isTenant(number',
    message: `${isTenant} names a person by address.postcode, which no argument brings.`,
    remedy: 'Write an argument address_postcode, with @sets(field: "address.postcode") if its name differs.',
  },
]);

refuses([
  {
    title: 'it answers yes or no',
    edits: [matching('number: NationalNumber!, birthName: String!): Boolean')],
    code: 'MATCH_SHAPE',
    at: '‸isTenant(number',
    message: `${isTenant} gives Boolean.`,
  },
  {
    title: 'it is no root',
    edits: [matching(`${whole} @root(kind: NODE)`)],
    code: 'MATCH_SHAPE',
    at: '‸isTenant(number',
    message: `${isTenant} has @root and @match.`,
  },
  {
    title: 'it is for somebody',
    edits: [changed('to: [AGENCY]', 'to: []')],
    code: 'GRANT_WITHOUT_ROLE',
    at: '"birthName"], to: ‸[]',
    message: `${isTenant} is for nobody.`,
  },
  {
    title: 'it is for something',
    edits: [changed('for: [LETTING]', 'for: []')],
    code: 'GRANT_WITHOUT_PURPOSE',
    at: '"birthName"], to: [AGENCY], for: ‸[]',
    message: `${isTenant} is for nothing.`,
  },
  {
    title: 'it goes through a reach',
    edits: [changed('through: ["lodger"]', 'through: []')],
    code: 'GRANT_WITHOUT_THROUGH',
    at: 'for: [LETTING], through: ‸[]',
    message: `${isTenant} goes through no reach.`,
  },
  {
    title: 'the role has the reach',
    edits: [changed('through: ["lodger"]', 'through: ["portfolio"]')],
    code: 'REACH_UNKNOWN',
    at: 'to: [AGENCY], for: [LETTING], through: ‸["portfolio"]',
    message: `${isTenant} lets AGENCY match through "portfolio", a reach that it has not on Tenant.`,
  },
  {
    title: 'every role has the reach',
    edits: [changed('to: [AGENCY]', 'to: [AGENCY, MANAGER]')],
    code: 'REACH_UNKNOWN',
    at: 'to: [AGENCY, MANAGER], for: [LETTING], through: ‸["lodger"]',
    message: `${isTenant} lets MANAGER match through "lodger", a reach that it has not on Tenant.`,
  },
  {
    title: 'misses are bounded',
    edits: [changed('{ of: 5, per: "P1D", by: ACCOUNT }', '[]')],
    code: 'BOUND_INVALID',
    at: 'through: ["lodger"]\n      misses: ‸[]',
    message: `${isTenant} has no amount of misses that stands.`,
  },
  {
    title: 'misses are bounded for whoever may try: who has the claim of the link and no other is not free',
    edits: [changed('by: ACCOUNT', 'by: UNIT')],
    code: 'BOUND_INVALID',
    at: 'through: ["lodger"]\n      misses: ‸{ of: 5, per: "P1D", by: UNIT',
    message: `${isTenant} has no amount of misses for a caller that has ORGANISATION alone.`,
  },
  {
    title: 'a bound in shadow is none',
    edits: [changed('by: ACCOUNT', 'by: ACCOUNT, shadow: true')],
    code: 'BOUND_INVALID',
    at: 'misses: ‸{ of: 5, per: "P1D", by: ACCOUNT, shadow',
    message: `${isTenant} has no amount of misses that stands.`,
  },
  {
    title: 'a caseload does not say how often one may guess',
    edits: [changed('of: 5', 'share: 0.1, floor: 1, cap: 9')],
    code: 'BOUND_INVALID',
    at: 'misses: ‸{ share: 0.1',
    message: `${isTenant} takes a share for its misses.`,
  },
  {
    title: 'an amount is one',
    edits: [changed('of: 5', 'of: -1')],
    code: 'BOUND_INVALID',
    at: 'misses: ‸{ of: -1',
    message: `${isTenant} has an amount that is no amount.`,
  },
  {
    title: 'a window has a measure',
    edits: [changed('of: 5, per: "P1D"', 'of: 5, per: "PT1S"')],
    code: 'BOUND_INVALID',
    at: 'misses: ‸{ of: 5, per: "PT1S"',
    message: `${isTenant} has a window out of measure.`,
  },
  {
    title: 'what it compares is brought',
    edits: [matching('number: NationalNumber!): Boolean!')],
    code: 'FIND_INPUT',
    at: '‸isTenant(number',
    message: `${isTenant} names a person by birthName, which no argument brings.`,
  },
  {
    title: 'what is brought is compared',
    edits: [matching(`email: Email!, ${whole}`)],
    code: 'FIND_INPUT',
    at: '‸email: Email!',
    message: `${isTenant} brings email, which names nobody.`,
  },
  {
    title: 'a value is brought once',
    edits: [matching(`again: String! @sets(field: "birthName"), ${whole}`)],
    code: 'FIND_INPUT',
    at: '‸birthName: String!): Boolean!',
    message: `${isTenant} brings birthName twice.`,
  },
  {
    title: 'a value is brought whole',
    edits: [matching('number: NationalNumber!, birthName: String): Boolean!')],
    code: 'INPUT_TYPE',
    at: '‸birthName: String): Boolean!',
    message: `${isTenant} brings birthName as String.`,
  },
  {
    title: 'a value has the type of its field',
    edits: [matching('number: String!, birthName: String!): Boolean!')],
    code: 'INPUT_TYPE',
    at: 'isTenant(‸number',
    message: `${isTenant} brings number as String!.`,
  },
  {
    title: 'a value that is brought is not stated',
    edits: [matching('number: NationalNumber! @sets(field: "number", value: "1"), birthName: String!): Boolean!')],
    code: 'SETS_MISUSED',
    at: '‸@sets(field: "number", value: "1")',
    message: `${isTenant} sets a value where number brings one.`,
  },
  {
    title: 'only persons are matched',
    edits: [changed('type: "Tenant"', 'type: "Lease"')],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'on: ‸["number", "birthName"], to: [AGENCY]',
    message: `${isTenant} names a Lease, which is no person.`,
  },
  {
    title: 'a match stands on Query',
    edits: [['  "Corrects what is wrong."', `  isTenant(${whole}\n    ${start}\n  "Corrects what is wrong."`]],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@match',
    message: '@match says nothing here.',
    also: ['WRITE_UNDECLARED', 'PAYLOAD_SHAPE', 'FIELD_UNKNOWN'],
  },
]);
