import { describe, expect, test } from 'vitest';
import { approvablesOf, approversOf } from '../../../src/policy/compile/approvables.js';
import { compileRoles } from '../../../src/policy/compile/role.js';
import type { Edit } from '../harness.js';
import { draftOf, storeOf } from './drafts.js';

const lodger = 'to: [AGENCY], for: [LETTING], through: ["lodger"]';
const approved: readonly Edit[] = [
  [
    '  stepless: Boolean\n    @personal(category: HEALTH)',
    '  stepless: Boolean\n    @personal(category: CONTACT)\n    @disclose(to: [AGENCY], for: [AUDIT, LETTING, OWN_FILE], through: ["lodger"], within: "P1M", as: PRESENCE, approval: true)\n    @disclose(to: [MANAGER], for: [LETTING], through: ["portfolio"], within: "P1M", approval: true)',
  ],
  [
    '  OWN_FILE @purpose',
    '  AUDIT @purpose(basis: "GDPR Art. 6(1)(e)", text: "To look after lettings.")\n  OWN_FILE @purpose',
  ],
  [
    `@disclose(${lodger}, as: POSTCODE_AREA, within: "P3M")`,
    `@disclose(${lodger}, as: POSTCODE_AREA, within: "P3M", approval: true)`,
  ],
  ['  endedOn: Date\n', `  endedOn: Date\n    @disclose(${lodger}, as: YEAR, within: "P3M", approval: true)\n`],
];
const second =
  '@reach(name: "lodger", role: AGENCY, through: "sublease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")';
const draft = draftOf(...approved, ['  @restrict(', `  ${second}\n  @restrict(`]);
const granted = new Map([...compileRoles(storeOf(draft))].map(([role, { types }]) => [role, types]));

function told(): unknown {
  const approvables = [...approvablesOf(draft, granted)];
  return approvables.map(([person, each]) => [
    person,
    each.map(({ type, purpose, roles }) => [
      `${type} ${purpose}`,
      ...roles.map(({ role, fields, reaches }) => ({
        role,
        fields: fields.map(({ coordinate, precision }) => `${coordinate} ${precision}`),
        reaches: reaches.map(({ id }) => id),
      })),
    ]),
  ]);
}

describe('what a person may approve', () => {
  test('is told by person, purpose and role, each sorted, a field and a link once', () => {
    expect(told()).toEqual([
      [
        'Tenant',
        [
          [
            'Tenant AUDIT',
            {
              role: 'AGENCY',
              fields: ['Tenant.stepless PRESENCE'],
              reaches: ['Tenant.lodger.AGENCY.1', 'Tenant.lodger.AGENCY.2'],
            },
          ],
          [
            'Tenant LETTING',
            {
              role: 'AGENCY',
              fields: ['Lease.endedOn YEAR', 'Tenant.address.postcode POSTCODE_AREA', 'Tenant.stepless PRESENCE'],
              reaches: ['Lease.lodger.AGENCY.1', 'Tenant.lodger.AGENCY.1', 'Tenant.lodger.AGENCY.2'],
            },
            { role: 'MANAGER', fields: ['Tenant.stepless EXACT'], reaches: ['Tenant.portfolio.MANAGER.1'] },
          ],
          [
            'Tenant OWN_FILE',
            {
              role: 'AGENCY',
              fields: ['Tenant.stepless PRESENCE'],
              reaches: ['Tenant.lodger.AGENCY.1', 'Tenant.lodger.AGENCY.2'],
            },
          ],
        ],
      ],
    ]);
  });

  test('is immutable', () => {
    const all = [...approvablesOf(draft, granted).values()];
    const parts = all.flatMap((each) => [
      each,
      ...each.flatMap((one) => [
        one,
        one.roles,
        ...one.roles.flatMap((role) => [role, role.fields, role.reaches, ...role.fields]),
      ]),
    ]);
    expect(parts.every(Object.isFrozen)).toBe(true);
  });

  test('is nothing where every grant opens without', () => {
    const plain = draftOf();
    const types = new Map([...compileRoles(storeOf(plain))].map(([role, each]) => [role, each.types]));
    expect([...approvablesOf(plain, types)]).toEqual([]);
  });
});

describe('who approves for a person', () => {
  const household = draftOf(
    [
      '  @bound(role: TENANT',
      '  @bound(role: LODGER, page: 1, cost: 1, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])\n  @bound(role: TENANT',
    ],
    ['  TENANT @party', '  LODGER @party(as: DATA_SUBJECT)\n  TENANT @party'],
    [
      '  @reach(name: "self"',
      '  @reach(name: "home", role: LODGER, through: "home", subject: "tenant_id", column: "account", claim: ACCOUNT, starts: "starts_on", longest: "P1Y")\n  @reach(name: "self"',
    ],
  );

  test('is whoever holds a role of the person by its own claim', () => {
    expect(approversOf(draft, 'Tenant')).toEqual(['TENANT']);
  });

  test('is nobody who reaches the person by another claim', () => {
    expect(approversOf(household, 'Tenant')).toEqual(['TENANT']);
  });

  test('is no role of somebody else, though it goes by that claim', () => {
    const guardian = draftOf([
      '  @reach(name: "self"',
      '  @reach(name: "ward", role: MANAGER, through: "guardian", subject: "tenant_id", column: "person_id", claim: SUBJECT, starts: "starts_on")\n  @reach(name: "self"',
    ]);
    expect(approversOf(guardian, 'Tenant')).toEqual(['TENANT']);
  });
});
