import { describe, expect, test } from 'vitest';
import { compileRoles } from '../../../src/policy/compile/role.js';
import type { Store } from '../../../src/policy/compile/role.js';
import type { Reach, RolePolicy } from '../../../src/policy/compiled.js';
import { counter } from '../counter.js';
import type { Edit } from '../harness.js';
import { match, matchInput, request } from './asked.js';
import { draftOf, pastDraftOf, storeOf, there } from './drafts.js';

const plain = storeOf(draftOf());
const clerk: readonly Edit[] = [
  ['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party'],
  [
    '  @bound(role: TENANT',
    '  @bound(role: CLERK, page: 1, cost: 1, persons: [{ of: 0, per: "P1D", by: ACCOUNT }], misses: [{ of: 3, per: "PT1H", by: ACCOUNT, shadow: true }])\n  @bound(role: TENANT',
  ],
];

const given = '@purpose(basis: "GDPR Art. 6(1)(e)", text: "To do as the law says.")';

function roleOf(role: string, store: Store = plain): RolePolicy {
  return there(compileRoles(store).get(role), role);
}

function idsOf(reaches: ReadonlyMap<string, readonly Reach[]>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...reaches].map(([name, each]) => [name, each.map(({ id }) => id)]));
}

/** A role without what other tests look into: types and reaches by their names. */
function told(role: RolePolicy): unknown {
  const { types, reaches, answers } = role;
  const versioned = [...types.values()].filter(({ isVersioned }) => isVersioned).map(({ type }) => type);
  return {
    ...role,
    contract: undefined,
    types: [...types.keys()],
    versioned,
    reaches: idsOf(reaches),
    answers: idsOf(answers),
  };
}

describe('a role', () => {
  const purposes: Edit = [
    '  OWN_FILE @purpose',
    `  FINDING ${given}\n  ASKING ${given}\n  COUNTER ${given}\n  OWN_FILE @purpose`,
  ];
  const everything = storeOf(
    draftOf(
      ...counter,
      match,
      matchInput,
      request,
      ...clerk,
      purposes,
      [
        'on: ["number", "birthName"], to: [AGENCY], for: [LETTING]',
        'on: ["number", "birthName"], to: [AGENCY], for: [FINDING]',
      ],
      [
        'by: ["number", "birthName"], to: [AGENCY], for: [LETTING]',
        'by: ["number", "birthName"], to: [AGENCY], for: [ASKING]',
      ],
      ['to: [MANAGER], for: [MANAGEMENT], through: ["counter"]', 'to: [MANAGER], for: [COUNTER], through: ["counter"]'],
      [
        'by: ["number", "birthName"], to: [MANAGER], for: [MANAGEMENT])',
        'by: ["number", "birthName"], to: [MANAGER], for: [COUNTER, ASKING])',
      ],
      ['correctTenant(id: ID!, input', 'correctTenant(id: ID!, version: String, input'],
      [
        '@write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        '@write(kind: UPDATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])\n    @write(kind: UPDATE, type: "Tenant", to: [AGENCY], for: [LETTING], through: ["lodger"])',
      ],
    ),
  );

  const unbounded = storeOf(pastDraftOf(['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party']));
  const related = storeOf(
    draftOf([
      '  agency: Agency\n  building',
      '  agency: Agency @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n  building',
    ]),
  );
  const rootless = storeOf(
    pastDraftOf(
      ['  tenant(id: ID!): Tenant @root(kind: NODE)\n', ''],
      ['  "One tenant."\n', ''],
      ['  tenants(changedSince: DateTime, filter: TenantFilter): [Tenant!] @root(kind: LIST)\n', ''],
      ['  "Those whom the caller reaches."\n', ''],
      ['  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)\n', ''],
      ['  buildings: [Building!] @root(kind: LIST)\n', ''],
    ),
  );
  const end = '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])';
  const filing = storeOf(
    pastDraftOf([
      end,
      `${end}\n    @write(kind: END, type: "Lease", to: [MANAGER], for: [OWN_FILE], through: ["portfolio"])`,
    ]),
  );
  const ending = storeOf(
    draftOf(
      ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'],
      [end, '@write(kind: END, type: "Lease", to: [TENANT], for: [OWN_FILE], through: ["own"])'],
      [
        '  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
        '  @reach(name: "own", role: TENANT, through: "household", subject: "tenant_id", column: "person_id", claim: SUBJECT, starts: "starts_on")\n  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
      ],
    ),
  );
  const approving = storeOf(
    draftOf([
      '  stepless: Boolean\n    @personal(category: HEALTH)',
      '  stepless: Boolean\n    @personal(category: CONTACT)\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M", as: PRESENCE, approval: true)',
    ]),
  );

  test('reads, writes, finds and asks what its SDL says', () => {
    expect(told(roleOf('AGENCY', everything))).toEqual({
      role: 'AGENCY',
      party: 'RECIPIENT',
      authentication: expect.objectContaining({ isSenderConstrained: true }) as unknown,
      bound: {
        page: 50,
        cost: 2000,
        persons: [
          {
            of: undefined,
            share: 1.2,
            floor: 20,
            cap: 500,
            per: { text: 'P30D', months: 0, days: 30, seconds: 0 },
            by: 'ORGANISATION',
            shadow: false,
          },
        ],
        misses: [],
      },
      purposes: ['ASKING', 'FINDING', 'LETTING', 'MANAGEMENT'],
      types: ['Building', 'Lease', 'Tenant'],
      versioned: ['Tenant'],
      reaches: { Lease: ['Lease.lodger.AGENCY.1'], Tenant: ['Tenant.lodger.AGENCY.1'] },
      exceptional: [],
      roots: ['tenant', 'tenants', 'leases', 'buildings'],
      writes: ['correctTenant', 'startLeases', 'endLease'],
      matches: ['isTenant'],
      requests: ['requestLink'],
      answers: {},
      approvables: [],
    });
    expect(told(roleOf('MANAGER', everything))).toMatchObject({
      purposes: ['ASKING', 'COUNTER', 'LETTING', 'MANAGEMENT'],
      types: ['Building', 'Lease', 'Tenant'],
      versioned: ['Tenant'],
      reaches: {
        Tenant: ['Tenant.portfolio.MANAGER.1', 'Tenant.counter.MANAGER.exceptional'],
        Lease: ['Lease.portfolio.MANAGER.1'],
        Mandate: ['Mandate.portfolio.MANAGER.1'],
      },
      exceptional: [{ name: 'counter' }],
      roots: ['tenant', 'tenants', 'findTenant', 'leases', 'buildings'],
      writes: ['registerTenant', 'correctTenant', 'offerLease', 'openCounter'],
      matches: [],
      requests: [],
      answers: { requestLink: ['Tenant.portfolio.MANAGER.1'] },
    });
    expect(told(roleOf('TENANT', everything))).toMatchObject({
      party: 'DATA_SUBJECT',
      purposes: ['OWN_FILE'],
      types: ['Tenant'],
      versioned: [],
      roots: ['tenant', 'tenants', 'myself'],
      writes: [],
      answers: { requestLink: ['Tenant.self.TENANT.1'] },
    });
  });

  test('with a bound and no grant may ask who it is, and nothing else', () => {
    expect(told(roleOf('CLERK', everything))).toEqual({
      role: 'CLERK',
      party: 'PROCESSOR',
      authentication: expect.objectContaining({ isRegistered: true }) as unknown,
      bound: {
        page: 1,
        cost: 1,
        persons: [expect.objectContaining({ of: 0 })],
        misses: [expect.objectContaining({ of: 3, shadow: true })],
      },
      purposes: [],
      types: [],
      versioned: [],
      reaches: {},
      contract: undefined,
      exceptional: [],
      roots: [],
      writes: [],
      matches: [],
      requests: [],
      answers: {},
      approvables: [],
    });
    expect(roleOf('CLERK', everything).contract).not.toContain('Tenant');
  });

  test('without a bound is no role at all', () => {
    expect([...compileRoles(plain).keys()]).toEqual(['MANAGER', 'AGENCY', 'TENANT']);
    expect(compileRoles(unbounded).has('CLERK')).toBe(false);
  });

  test('reads no type that no root of its leads to', () => {
    // Agencies are granted to managers, and no root or relation of theirs leads there.
    expect(roleOf('MANAGER').types.has('Agency')).toBe(false);
    expect([...roleOf('MANAGER', related).types.keys()]).toEqual(['Agency', 'Building', 'Lease', 'Tenant']);
  });

  test('reads the type of the row that its write gives back', () => {
    expect([...roleOf('AGENCY', rootless).types.keys()]).toEqual(['Building', 'Lease', 'Tenant']);
    expect(roleOf('AGENCY', rootless).roots).toEqual([]);
  });

  test('does not read what its write gives back to others', () => {
    expect(told(roleOf('TENANT', ending))).toMatchObject({ writes: ['endLease'], types: ['Tenant'] });
  });

  test('writes for a purpose for which it reads nothing, and for none of another role', () => {
    expect(roleOf('MANAGER', filing).purposes).toEqual(['LETTING', 'MANAGEMENT', 'OWN_FILE']);
    expect(roleOf('AGENCY', filing).purposes).toEqual(['LETTING', 'MANAGEMENT']);
  });

  test('holds what its person may approve, and no other role does', () => {
    const roles = [...compileRoles(approving).values()];
    expect(roles.map(({ role, approvables }) => [role, approvables.map(({ purpose }) => purpose)])).toEqual([
      ['MANAGER', []],
      ['AGENCY', []],
      ['TENANT', ['LETTING']],
    ]);
    expect(roles.map(({ contract }) => contract.includes('giveApproval'))).toEqual([false, false, true]);
  });

  test('is immutable', () => {
    const { bound, reaches, approvables, ...rest } = roleOf('MANAGER');
    const parts = [bound, bound.persons, bound.misses, rest.purposes, approvables, ...reaches.values()];
    expect(parts.every(Object.isFrozen)).toBe(true);
    expect([roleOf('MANAGER'), roleOf('MANAGER', everything).types.get('Tenant')].every(Object.isFrozen)).toBe(true);
    expect(rest.party).toBe('CONTROLLER');
  });
});

describe('the own row', () => {
  const household = storeOf(
    draftOf([
      '  @reach(name: "self"',
      '  @reach(name: "home", role: TENANT, through: "home", subject: "tenant_id", column: "account", claim: ACCOUNT, starts: "starts_on", longest: "P1Y")\n  @reach(name: "self"',
    ]),
  );

  test('is its person’s who reaches others too', () => {
    expect(roleOf('TENANT', household).roots).toContain('myself');
  });

  test("is only its person's, whatever else the role reads", () => {
    const roles = [...compileRoles(plain).values()];
    expect(roles.filter(({ roots }) => roots.includes('myself')).map(({ role }) => role)).toEqual(['TENANT']);
  });
});

describe('a lookup', () => {
  test('is open to who reads one of its sets exactly', () => {
    const roles = [...compileRoles(plain).values()];
    expect(roles.filter(({ roots }) => roots.includes('findTenant')).map(({ role }) => role)).toEqual(['MANAGER']);
  });
});
