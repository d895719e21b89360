import { expect, test } from 'vitest';
import { counter, exceptional, grant, opens } from '../counter.js';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';

test('a small reach that is opened for hours and reviewed within days is lawful', () => {
  expect(problemsOf(edited(...counter))).toEqual([]);
});

function changed(from: string, to: string): readonly Edit[] {
  return [...counter, [exceptional, exceptional.replace(from, to)]];
}

const message = (what: string): string => `The exceptional reach "counter" of MANAGER ${what}.`;
const invalid = { code: 'EXCEPTIONAL_INVALID' } as const;
const persons = 'persons: [{ of: 20, per: "P1D", by: ACCOUNT }], misses';

const owner = `type Owner @subject(table: "owner", population: 100) ${exceptional} {
  id: ID!
  "By which a manager calls the owner."
  name: String
    @personal(category: IDENTITY)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["counter"], within: "PT0S")
}`;
const findTenant = '  "One tenant by what identifies."';
const matching = (role: string, purpose: string, reach: string): string => `  "Whether it is who it says."
  counter(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ["number", "birthName"], to: [${role}], for: [${purpose}], through: ["${reach}"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`;

test('the name of a match that another role has is free', () => {
  const other: Edit = [findTenant, `${matching('AGENCY', 'LETTING', 'lodger')}\n${findTenant}`];
  expect(problemsOf(edited(...counter, other))).toEqual([]);
});
const named = (name: string): readonly Edit[] => [
  ...counter,
  [exceptional, exceptional.replace('counter', name)],
  [grant, grant.replace('counter', name)],
  [opens, opens.replace('counter', name)],
];

permits([
  ['a reach may be open for a whole day', ...changed('review:', 'lasts: "P1D", review:')],
  ['a reach may be reviewed within a month of days', ...changed('"P7D"', '"P31D"')],
  [
    'it may show an object that an entity shares',
    ...counter,
    [grant, ''],
    [
      '  line: String\n    @personal(category: CONTACT)',
      `  line: String\n    @personal(category: CONTACT)\n    ${grant.replace('INITIAL', 'PRESENCE')}`,
    ],
  ],
  ['the name may be that of another role’s reach', ...named('lodger')],
  [
    'two roles may open a reach of one name',
    ...counter,
    [exceptional, `${exceptional}\n  ${exceptional.replace('MANAGER', 'AGENCY')}`],
    [grant, `${grant}\n    ${grant.replace('MANAGER', 'AGENCY').replace('MANAGEMENT', 'LETTING')}`],
    [opens, opens.replace('[MANAGER]', '[MANAGER, AGENCY]').replace('[MANAGEMENT]', '[MANAGEMENT, LETTING]')],
  ],
  [
    'an organisation may have an amount beside that of an account',
    ...changed(
      persons,
      'persons: [{ of: 20, per: "P1D", by: ACCOUNT }, { of: 50, per: "P1D", by: ORGANISATION }], misses',
    ),
  ],
]);

refuses([
  {
    ...invalid,
    title: 'it shows something of its own type',
    edits: [
      ...counter,
      [grant, ''],
      [
        '  "When it began."\n  startedOn: Date\n',
        `  "When it began."\n  startedOn: Date ${grant.replace('INITIAL', 'YEAR')}\n`,
      ],
    ],
    at: '@exceptional(name: ‸"counter"',
    message: message('shows nothing'),
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'a role that is not explained is refused for that',
    edits: [...counter, ['MANAGER @party(as: CONTROLLER)', 'MANAGER']],
    code: 'WORD_UNEXPLAINED',
    at: '‸MANAGER\n',
    message: 'Role.MANAGER says nothing of itself.',
  },
  {
    ...invalid,
    title: 'a month and a day have no fixed length either',
    edits: changed('"P7D"', '"P1M1D"'),
    at: 'review: ‸"P1M1D"',
    message: message('is reviewed within P1M1D'),
  },
  {
    title: 'what is no duration is refused for that',
    edits: changed('"P7D"', '"week"'),
    code: 'DURATION_MALFORMED',
    at: 'review: ‸"week"',
    message: '"week" is no duration.',
  },
  {
    ...invalid,
    title: 'a person has no amount of its own here',
    edits: changed(
      persons,
      'persons: [{ of: 20, per: "P1D", by: ACCOUNT }, { of: 1, per: "P1D", by: SUBJECT }], misses',
    ),
    at: 'persons: ‸[{ of: 20, per: "P1D", by: ACCOUNT }, { of: 1',
    message: message('has an amount of persons that bounds nothing'),
  },
  {
    ...invalid,
    title: 'a name is declared once for a role',
    edits: [...counter, [exceptional, `${exceptional}\n  ${exceptional.replace('P7D', 'P8D')}`]],
    at: '@exceptional(name: ‸"counter", role: MANAGER, review: "P8D"',
    message: message('has the name of another reach'),
  },
]);

refuses([
  {
    ...invalid,
    title: 'it is open for a day at most',
    edits: changed('review:', 'lasts: "P1DT1S", review:'),
    at: 'lasts: ‸"P1DT1S"',
    message: message('lasts P1DT1S'),
  },
  {
    ...invalid,
    title: 'it is open for some time',
    edits: changed('review:', 'lasts: "PT0S", review:'),
    at: 'lasts: ‸"PT0S"',
    message: message('lasts PT0S'),
  },
  {
    ...invalid,
    title: 'it is reviewed within a month',
    edits: changed('"P7D"', '"P32D"'),
    at: 'review: ‸"P32D"',
    message: message('is reviewed within P32D'),
  },
  {
    ...invalid,
    title: 'a month has no fixed length',
    edits: changed('"P7D"', '"P1M"'),
    at: 'review: ‸"P1M", persons',
    message: message('is reviewed within P1M'),
  },
  {
    ...invalid,
    title: 'an account has an amount of persons',
    edits: changed(persons, 'persons: [], misses'),
    at: 'persons: ‸[], misses',
    message: message('has no amount of persons for an account'),
  },
  {
    ...invalid,
    title: 'an account has an amount of misses',
    edits: changed('misses: [{ of: 10, per: "P1D", by: ACCOUNT }]', 'misses: [{ of: 10, per: "P1D", by: UNIT }]'),
    at: 'misses: ‸[{ of: 10, per: "P1D", by: UNIT }]',
    message: message('has no amount of misses for an account'),
  },
  {
    ...invalid,
    title: 'an amount in shadow bounds nothing',
    edits: changed(persons, 'persons: [{ of: 20, per: "P1D", by: ACCOUNT, shadow: true }], misses'),
    at: 'persons: ‸[{ of: 20, per: "P1D", by: ACCOUNT, shadow: true }]',
    message: message('has an amount of persons that bounds nothing'),
  },
  {
    ...invalid,
    title: 'an amount is a number and no share',
    edits: changed(persons, 'persons: [{ share: 1, floor: 1, cap: 9, per: "P1D", by: ACCOUNT }], misses'),
    at: 'persons: ‸[{ share: 1, floor: 1, cap: 9, per: "P1D", by: ACCOUNT }]',
    message: message('has an amount of persons that bounds nothing'),
  },
  {
    ...invalid,
    title: 'a window of persons is not longer than they are kept',
    edits: changed(persons, 'persons: [{ of: 20, per: "P401D", by: ACCOUNT }], misses'),
    at: 'persons: ‸[{ of: 20, per: "P401D", by: ACCOUNT }]',
    message: message('has a window out of measure'),
  },
  {
    ...invalid,
    title: 'its name is plain',
    edits: changed('"counter"', '"the counter"'),
    at: 'name: ‸"the counter"',
    message: 'The exceptional reach "the counter" of MANAGER has no plain name.',
    also: ['EXCEPTIONAL_UNOPENED', 'REACH_UNKNOWN'],
    more: 1,
  },
  {
    ...invalid,
    title: 'its name is no other reach',
    edits: changed('"counter"', '"portfolio"'),
    at: '@exceptional(name: ‸"portfolio"',
    message: 'The exceptional reach "portfolio" of MANAGER has the name of another reach.',
    also: ['EXCEPTIONAL_PROLONGED', 'EXCEPTIONAL_UNOPENED', 'REACH_UNKNOWN'],
  },
  {
    ...invalid,
    title: 'its name is that of no reach to another kind of person: the two would spend each other’s amounts',
    edits: [...counter, ['"One tenancy."', `${owner}\n"One tenancy."`]],
    at: `population: 100) @exceptional(name: ‸"counter"`,
    message: message('has the name of another reach'),
    also: ['EXCEPTIONAL_UNOPENED'],
  },
  {
    ...invalid,
    title: 'its name is that of no match that the role has',
    edits: [...counter, [findTenant, `${matching('MANAGER', 'MANAGEMENT', 'portfolio')}\n${findTenant}`]],
    at: '@exceptional(name: ‸"counter"',
    message: message('has the name of a field with misses of its own'),
  },
  {
    ...invalid,
    title: 'the person opens none',
    edits: [...counter, [exceptional, `${exceptional}\n  ${exceptional.replace('MANAGER', 'TENANT')}`]],
    at: 'name: "counter", role: ‸TENANT',
    message: 'The exceptional reach "counter" of TENANT is for the person, who has the own file.',
    also: ['EXCEPTIONAL_UNOPENED'],
    more: 1,
  },
  {
    ...invalid,
    title: 'it shows something',
    edits: [...counter, [grant, '']],
    at: '@exceptional(name: ‸"counter"',
    message: message('shows nothing'),
  },
]);
