import { expect, test } from 'vitest';
import { edited, problemsOf, refuses } from '../harness.js';

const stepless = `    @personal(category: HEALTH)
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")`;

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
