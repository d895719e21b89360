import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { unexplainedCategory } from '../strays.js';

const stepless = `    @personal(category: HEALTH)
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")`;

const numbers = (roles: string): Edit => [
  'NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID)',
  `NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID, to: [${roles}])`,
];
const match = (type: string, on: string): Edit => [
  'extend type Query {',
  `extend type Query {
  matchTenant(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "${type}", on: ["number", "${on}"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`,
];

permits([['a role that the category names may match it', numbers('MANAGER, AGENCY'), match('Tenant', 'birthName')]]);

refuses([unexplainedCategory]);

refuses([
  {
    title: 'a match of no type is refused for that',
    edits: [match('Ghost', 'birthName')],
    code: 'WRITE_TYPE_UNKNOWN',
    at: 'on: ‸["number", "birthName"], to',
    message: 'Query.matchTenant names a Ghost, which is no person.',
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'a match of no field is refused for that',
    edits: [match('Tenant', 'nickname')],
    code: 'FIELD_UNKNOWN',
    at: 'on: ‸["number", "nickname"], to',
    message: 'Query.matchTenant names a person by nickname, which is no personal value of it.',
    also: ['FIND_INPUT'],
  },
  {
    title: 'a match of what is impersonal is refused for that',
    edits: [match('Tenant', 'protectedAddress')],
    code: 'FIELD_UNKNOWN',
    at: 'on: ‸["number", "protectedAddress"], to',
    message: 'Query.matchTenant names a person by protectedAddress, which is no personal value of it.',
    also: ['FIND_INPUT'],
  },
]);

refuses([
  {
    title: 'a special category names the roles that may read it',
    edits: [['sensitivity: SPECIAL, to: [TENANT])', 'sensitivity: SPECIAL)']],
    code: 'SPECIAL_UNSTATED',
    at: 'HEALTH ‸@category',
    message: 'HEALTH is SPECIAL and names no role that may read it.',
  },
  {
    title: 'an offence does too',
    edits: [['sensitivity: SPECIAL, to: [TENANT])', 'sensitivity: OFFENCE)']],
    code: 'SPECIAL_UNSTATED',
    at: 'HEALTH ‸@category',
    message: 'HEALTH is OFFENCE and names no role that may read it.',
  },
  {
    title: 'a special category is granted to no other role, not even its presence',
    edits: [
      [
        stepless,
        `${stepless}
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], as: PRESENCE, within: "PT0S")`,
      ],
    ],
    code: 'SPECIAL_OUTSIDE',
    at: 'to: ‸[MANAGER], for: [MANAGEMENT], through: ["portfolio"], as: PRESENCE',
    message: 'Tenant.stepless is HEALTH and granted to MANAGER, which HEALTH does not name.',
  },
  {
    title: 'an ordinary category that names roles is held to them',
    edits: [
      [
        'NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID)',
        'NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID, to: [MANAGER])',
      ],
    ],
    code: 'SPECIAL_OUTSIDE',
    at: 'to: ‸[AGENCY], for: [LETTING], through: ["lodger"], as: PSEUDONYM',
    message: 'Tenant.number is NATIONAL_NUMBER and granted to AGENCY, which NATIONAL_NUMBER does not name.',
  },
  {
    title: 'nor does any other role match it',
    edits: [
      [
        'NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID)',
        'NATIONAL_NUMBER @category(sensitivity: NATIONAL_ID, to: [MANAGER])',
      ],
      [
        'extend type Query {',
        `extend type Query {
  matchTenant(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ["number", "birthName"], to: [AGENCY], for: [LETTING], through: ["lodger"], misses: [{ of: 5, per: "P1D", by: ACCOUNT }])`,
      ],
    ],
    code: 'SPECIAL_OUTSIDE',
    at: 'to: ‸[AGENCY], for: [LETTING], through: ["lodger"], misses',
    message: 'Query.matchTenant answers AGENCY on number, which is NATIONAL_NUMBER: NATIONAL_NUMBER does not name it.',
    more: 1,
  },
]);

test('a role that the category names may be granted it', () => {
  const granted = stepless
    .replace('[TENANT]', '[MANAGER]')
    .replace('OWN_FILE', 'MANAGEMENT')
    .replace('self', 'portfolio');
  expect(problemsOf(edited([stepless, granted], ['to: [TENANT])\n  TENANCY', 'to: [MANAGER])\n  TENANCY']))).toEqual(
    [],
  );
});
