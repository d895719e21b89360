import { expect, test } from 'vitest';
import { counter, exceptional, grant } from '../counter.js';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';

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
  },
  {
    ...invalid,
    title: 'it shows something',
    edits: [...counter, [grant, '']],
    at: '@exceptional(name: ‸"counter"',
    message: message('shows nothing'),
  },
]);
