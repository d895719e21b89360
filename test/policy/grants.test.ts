import { describe, expect, test } from 'vitest';
import type { Gate } from '../../src/policy/compiled.js';
import { compiled, grantOf, roleOf } from './harness.js';

function termsOf(gate: Gate | undefined): readonly string[] {
  if (gate === undefined) return ['refused'];
  return gate.kind === 'open' ? ['open'] : gate.terms.map(({ reach, within }) => `${reach.name} +${within.text}`);
}

describe('a grant', () => {
  test('opens a field for its purpose, through its reach, for its window, and for nothing else', () => {
    const { gates } = grantOf(compiled(), 'AGENCY', 'Tenant').fields.get('birthName') ?? {
      gates: new Map<string, Gate>(),
    };
    expect([...gates.keys()]).toEqual(['LETTING']);
    expect(termsOf(gates.get('LETTING'))).toEqual(['lodger +P3M']);
  });

  test('at another rung is another field of the contract', () => {
    const { fields } = grantOf(compiled(), 'AGENCY', 'Tenant');
    expect(fields.has('birthDate')).toBe(false);
    expect(fields.get('birthDateAgeBand')).toMatchObject({
      name: 'birthDateAgeBand',
      path: 'birthDate',
      precision: 'AGE_BAND',
    });
    expect(fields.get('birthDateYear')).toMatchObject({ path: 'birthDate', precision: 'YEAR' });
    expect(fields.get('address.postcodePostcodeArea')).toMatchObject({
      path: 'address.postcode',
      precision: 'POSTCODE_AREA',
    });
  });

  test('that nobody makes opens nothing to anybody', () => {
    const policy = compiled();
    for (const role of policy.roles.values()) expect(role.types.get('Tenant')?.fields.has('leftOn')).not.toBe(true);
  });

  test('beside another is their union', () => {
    const more = '\n    @disclose(to: [AGENCY], for: [LETTING, OWN_FILE], through: ["lodger"], within: "P1Y")';
    const policy = compiled(['through: ["lodger"], within: "P1M")', `through: ["lodger"], within: "P1M")${more}`]);
    const { gates } = grantOf(policy, 'AGENCY', 'Tenant').fields.get('email') ?? { gates: new Map<string, Gate>() };
    expect(termsOf(gates.get('LETTING'))).toEqual(['lodger +P1M', 'lodger +P1Y']);
    expect(termsOf(gates.get('OWN_FILE'))).toEqual(['lodger +P1Y']);
  });

  test('said twice is said once', () => {
    const same = '\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
    const policy = compiled(['through: ["lodger"], within: "P1M")', `through: ["lodger"], within: "P1M")${same}`]);
    expect(termsOf(grantOf(policy, 'AGENCY', 'Tenant').fields.get('email')?.gates.get('LETTING'))).toEqual([
      'lodger +P1M',
    ]);
  });

  test('on an entity opens every field for its purposes, without reach', () => {
    const { fields, reaches } = grantOf(compiled(), 'AGENCY', 'Building');
    expect([...fields.keys()].toSorted()).toEqual([
      'address',
      'address.line',
      'address.postcode',
      'floors',
      'leases',
      'name',
    ]);
    expect(termsOf(fields.get('address.line')?.gates.get('MANAGEMENT'))).toEqual(['open']);
    expect(reaches).toEqual([]);
  });

  test("of a person's member is no grant of a building's", () => {
    const narrowed = compiled(
      [
        '@entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])',
        '@entity(table: "building")',
      ],
      [
        '  name: String!\n  floors',
        '  name: String! @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])\n  floors',
      ],
    );
    expect([...grantOf(narrowed, 'MANAGER', 'Building').fields.keys()]).toEqual(['name']);
  });
});

describe('an embedded object', () => {
  test('opens where one of its members does', () => {
    const { fields } = grantOf(compiled(), 'AGENCY', 'Tenant');
    expect(termsOf(fields.get('address')?.gates.get('LETTING'))).toEqual(['lodger +P3M']);
  });
});

describe('a row', () => {
  test('is visible where one of its fields is', () => {
    const { visible } = grantOf(compiled(), 'AGENCY', 'Tenant');
    expect([...visible.keys()]).toEqual(['LETTING']);
    expect(termsOf(visible.get('LETTING'))).toEqual(['lodger +P3M', 'lodger +PT0S', 'lodger +P1M']);
  });

  test('of an entity is visible to who reads it', () => {
    expect(termsOf(grantOf(compiled(), 'AGENCY', 'Building').visible.get('LETTING'))).toEqual(['open']);
  });
});

describe('a restriction', () => {
  test('withholds the object and its members from all but its exceptions, and nothing else', () => {
    const { fields } = grantOf(compiled(), 'MANAGER', 'Tenant');
    expect(fields.get('address')?.restrictedBy).toEqual(['protected_address']);
    expect(fields.get('address.line')?.restrictedBy).toEqual(['protected_address']);
    expect(fields.get('email')?.restrictedBy).toEqual([]);
  });

  test('spares its exceptions', () => {
    const policy = compiled(['except: [TENANT]', 'except: [TENANT, MANAGER]']);
    expect(grantOf(policy, 'MANAGER', 'Tenant').fields.get('address.line')?.restrictedBy).toEqual([]);
    expect(grantOf(policy, 'AGENCY', 'Tenant').fields.get('address')?.restrictedBy).toEqual(['protected_address']);
  });
});

describe('a role', () => {
  test('has the types that its roots lead to, its bound and its purposes', () => {
    expect(roleOf(compiled(), 'AGENCY')).toMatchObject({
      role: 'AGENCY',
      party: 'RECIPIENT',
      purposes: ['LETTING', 'MANAGEMENT'],
      roots: ['tenant', 'tenants', 'leases', 'buildings'],
      writes: ['startLeases', 'endLease'],
      bound: {
        page: 50,
        cost: 2000,
        persons: [
          { of: undefined, share: 1.2, floor: 20, cap: 500, per: { days: 30 }, by: 'ORGANISATION', shadow: false },
        ],
      },
    });
    expect([...roleOf(compiled(), 'AGENCY').types.keys()]).toEqual(['Building', 'Lease', 'Tenant']);
  });

  test('without a bound is no role at all', () => {
    const policy = compiled(['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party']);
    expect(policy.roles.has('CLERK')).toBe(false);
  });

  test('with a bound and no grant may ask who it is, and nothing else', () => {
    const policy = compiled(
      ['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party'],
      [
        '  @bound(role: TENANT',
        '  @bound(role: CLERK, page: 1, cost: 1, persons: [{ of: 0, per: "P1D", by: ACCOUNT }])\n  @bound(role: TENANT',
      ],
    );
    expect(roleOf(policy, 'CLERK')).toMatchObject({ purposes: [], roots: [], writes: [], types: new Map() });
    expect(roleOf(policy, 'CLERK').contract).not.toContain('Tenant');
  });

  test('reads no type that no root of its leads to', () => {
    // Agencies are granted to managers, and no root or relation of theirs leads there.
    expect(roleOf(compiled(), 'MANAGER').types.has('Agency')).toBe(false);
    const related = compiled([
      '  agency: Agency\n  building',
      '  agency: Agency @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n  building',
    ]);
    expect(roleOf(related, 'MANAGER').types.has('Agency')).toBe(true);
  });

  test('keeps the reaches of what it only writes', () => {
    expect([...roleOf(compiled(), 'MANAGER').reaches.keys()]).toEqual(['Tenant', 'Lease', 'Mandate']);
    expect(roleOf(compiled(), 'MANAGER').types.has('Mandate')).toBe(false);
  });
});
