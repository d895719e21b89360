import { counter, opens } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { unexplainedCategory } from '../strays.js';

const matching = (on: string): Edit => [
  '  leases(filter: LeaseFilter)',
  `  isTenant(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ${on}, to: [AGENCY], for: [LETTING], through: ["lodger"], misses: { of: 5, per: "P1D", by: ACCOUNT })
  leases(filter: LeaseFilter)`,
];

refuses([unexplainedCategory]);

const by = 'Query.isTenant names a person by';
refuses([
  {
    title: 'no attribute names anybody',
    edits: [matching('[]')],
    code: 'FIND_SET_TOO_SMALL',
    at: 'on: ‸[]',
    message: `${by} nothing alone.`,
    also: ['FIND_INPUT', 'SET_NOT_UNIQUE'],
  },
  {
    title: 'one attribute twice is one attribute',
    edits: [matching('["number", "number"]')],
    code: 'FIND_SET_TOO_SMALL',
    at: 'on: ‸["number", "number"]',
    message: `${by} number, number alone.`,
    also: ['FIND_INPUT'],
  },
  {
    title: 'of a field that is not there nobody knows whether two persons share it',
    edits: [matching('["birthName", "nickname"]')],
    code: 'FIELD_UNKNOWN',
    at: 'on: ‸["birthName", "nickname"]',
    message: `${by} nickname, which is no personal value of it.`,
    also: ['FIND_INPUT'],
  },
  {
    title: 'what is impersonal names nobody',
    edits: [matching('["number", "protectedAddress"]')],
    code: 'FIELD_UNKNOWN',
    at: 'on: ‸["number", "protectedAddress"]',
    message: `${by} protectedAddress, which is no personal value of it.`,
    also: ['FIND_INPUT'],
  },
  {
    title: 'a type that is not there has no persons',
    edits: [
      [matching('["number", "birthName"]')[0], matching('["number", "birthName"]')[1].replace('"Tenant"', '"Ghost"')],
    ],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'on: ‸["number", "birthName"], to: [AGENCY]',
    message: 'Query.isTenant names a Ghost, which is no person.',
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'nothing of an offence is compared',
    edits: [matching('["number", "stepless"]'), ['sensitivity: SPECIAL', 'sensitivity: OFFENCE']],
    code: 'SPECIAL_NAMED',
    at: 'on: ‸["number", "stepless"]',
    message: `${by} stepless, which is of a special category or an offence.`,
    also: ['FIND_INPUT', 'SPECIAL_OUTSIDE'],
  },
]);

refuses([
  {
    title: 'who opens a file names one person only',
    edits: [...counter, [opens, opens.replace('["number", "birthName"]', '["birthName"]')]],
    code: 'FIND_SET_TOO_SMALL',
    at: 'by: ‸["birthName"], to',
    message: 'Mutation.openCounter names a person by birthName alone.',
    also: ['SET_NOT_UNIQUE', 'FIND_INPUT'],
  },
  {
    title: 'one attribute is a sweep',
    edits: [matching('["number"]')],
    code: 'FIND_SET_TOO_SMALL',
    at: 'on: ‸["number"]',
    message: 'Query.isTenant names a person by number alone.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'a set names fields of the person',
    edits: [matching('["number", "nickname"]')],
    code: 'FIELD_UNKNOWN',
    at: 'on: ‸["number", "nickname"]',
    message: 'Query.isTenant names a person by nickname, which is no personal value of it.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'a set names one person only: a field is unique',
    edits: [matching('["birthName", "birthDate"]')],
    code: 'SET_NOT_UNIQUE',
    at: 'on: ‸["birthName", "birthDate"], to',
    message: 'Query.isTenant names a person by birthName, birthDate, which two persons may share.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'nothing of a special category is compared',
    edits: [matching('["number", "stepless"]')],
    code: 'SPECIAL_NAMED',
    at: 'on: ‸["number", "stepless"]',
    message: 'Query.isTenant names a person by stepless, which is of a special category or an offence.',
    also: ['FIND_INPUT', 'SPECIAL_OUTSIDE'],
  },
]);
