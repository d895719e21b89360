import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/policy/places.js';
import type { PolicyStatements, StatedGrant } from '../../src/policy/statements.js';
import { policyStatements, printPlace } from '../../src/policy/statements.js';
import { counter } from './counter.js';
import type { Edit } from './harness.js';
import { edited, placeOf } from './harness.js';

function statementsOf(...edits: readonly Edit[]): PolicyStatements {
  const read = policyStatements(edited(...edits));
  if ('problems' in read) throw new Error('the tenancy can be read');
  return read.statements;
}

function at(mark: string, ...edits: readonly Edit[]): Place {
  return placeOf(edited(...edits), mark);
}

describe('a grant of a field', () => {
  const linked = { purposes: ['LETTING'], through: ['lodger'], stepUp: false };
  const open: StatedGrant = {
    place: at('‸@disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])'),
    to: ['MANAGER', 'AGENCY'],
    purposes: ['MANAGEMENT', 'LETTING'],
    through: [],
    precision: 'EXACT',
    stepUp: false,
  };

  test('says to whom, for what, through what, how precisely and where', () => {
    expect(statementsOf().grants.get('Tenant.birthDate')).toEqual([
      {
        place: at(
          '"The birth date: agencies need no more than the band."\n  birthDate: PartialDate\n    @personal(category: IDENTITY)\n    ‸@disclose',
        ),
        to: ['MANAGER'],
        purposes: ['MANAGEMENT'],
        through: ['portfolio'],
        precision: 'EXACT',
        stepUp: false,
      },
      {
        ...linked,
        place: at('‸@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND'),
        to: ['AGENCY'],
        precision: 'AGE_BAND',
      },
      {
        ...linked,
        place: at('‸@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: YEAR'),
        to: ['AGENCY'],
        precision: 'YEAR',
      },
    ]);
  });

  test('says that it asks for a fresh authentication', () => {
    const fresh: Edit = ['through: ["lodger"], within: "P1M")', 'through: ["lodger"], within: "P1M", stepUp: true)'];
    expect(
      statementsOf(fresh)
        .grants.get('Tenant.email')
        ?.map(({ stepUp }) => stepUp),
    ).toEqual([false, true]);
  });

  test('of a type that is about no person stands on the type, or on the field', () => {
    const { grants } = statementsOf();
    expect(grants.get('Building.floors')).toEqual([open]);
    expect(grants.get('Agency.name')).toMatchObject([
      { place: at('‸@disclose(to: [MANAGER], for: [MANAGEMENT])\n}'), to: ['MANAGER'] },
    ]);
  });

  test('of a member that a person and an entity embed is of each what it says for it', () => {
    const shared: Edit = [
      '  line: String\n    @personal(category: CONTACT)',
      '  line: String\n    @personal(category: CONTACT)\n    @disclose(to: [TENANT], for: [OWN_FILE])',
    ];
    const { grants } = statementsOf(shared);
    expect(grants.get('Tenant.address.line')?.map(({ to }) => to)).toEqual([['MANAGER']]);
    expect(grants.get('Building.address.line')?.map(({ to }) => to)).toEqual([['MANAGER', 'AGENCY'], ['TENANT']]);
  });

  test('is none of an embedded object, which is granted by its members', () => {
    const { grants } = statementsOf();
    expect([grants.get('Tenant.address'), grants.get('Building.address')]).toEqual([[], []]);
  });

  test('is none where nobody reads it', () => {
    expect(statementsOf().grants.get('Lease.agency')).toEqual([]);
  });
});

describe('a restriction', () => {
  const mark = at('‸@restrict(');
  const withheld = [{ place: mark, column: 'protected_address', except: ['TENANT'] }];

  test('withholds the field that it names, and the members of an object', () => {
    const { restricts } = statementsOf();
    expect(restricts.get('Tenant.address')).toEqual(withheld);
    expect(restricts.get('Tenant.address.postcode')).toEqual(withheld);
  });

  test('withholds nothing else: no field whose name begins alike, none of another type', () => {
    const { restricts } = statementsOf([
      '  address: Address @embedded(prefix: "address_")',
      '  addressSince: Date\n  address: Address @embedded(prefix: "address_")',
    ]);
    expect([...restricts].filter(([, found]) => found.length > 0).map(([field]) => field)).toEqual([
      'Tenant.address',
      'Tenant.address.line',
      'Tenant.address.postcode',
    ]);
  });

  test('of several fields withholds each', () => {
    const { restricts } = statementsOf(['fields: ["address"]', 'fields: ["email", "address"]']);
    expect([restricts.get('Tenant.email')?.length, restricts.get('Tenant.address')?.length]).toEqual([1, 1]);
  });
});

describe('it is known where stands', () => {
  test('each field, by its name and not by its description', () => {
    const { fields } = statementsOf();
    expect(fields.get('Tenant.stepless')).toEqual(at('‸stepless: Boolean'));
    expect(fields.get('Tenant.address.postcode')).toEqual(at('‸postcode: PostalCode\n    @personal'));
    expect([...fields.keys()].filter((field) => field.startsWith('Agency') || field.startsWith('Mandate'))).toEqual([
      'Mandate.tenant',
      'Mandate.account',
      'Mandate.startsOn',
      'Mandate.endsOn',
      'Agency.name',
    ]);
  });

  test('each way, by the id that a compiled policy knows it by', () => {
    expect(Object.fromEntries(statementsOf(...counter).reaches)).toEqual({
      'Tenant.portfolio.MANAGER.1': at(
        'type Tenant\n  @subject(table: "tenant", population: 100000)\n  @retain(from: "left_on", keep: "P5Y")\n  ‸@reach',
        ...counter,
      ),
      'Tenant.lodger.AGENCY.1': at(
        'misses: [{ of: 10, per: "P1D", by: ACCOUNT }])\n  ‸@reach(name: "lodger"',
        ...counter,
      ),
      'Tenant.self.TENANT.1': at('‸@reach(name: "self"', ...counter),
      'Tenant.counter.MANAGER.exceptional': at('‸@exceptional(', ...counter),
      'Lease.portfolio.MANAGER.1': at('@record(table: "lease", subject: "tenant_id")\n  ‸@reach', ...counter),
      'Lease.lodger.AGENCY.1': at(
        'longest: "P3Y")\n  ‸@reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
        ...counter,
      ),
      'Mandate.portfolio.MANAGER.1': at('@record(table: "mandate", subject: "tenant_id")\n  ‸@reach', ...counter),
    });
  });

  test('each role and each purpose, where its description begins if it has one', () => {
    const { roles, purposes } = statementsOf();
    expect(Object.fromEntries(roles)).toEqual({
      MANAGER: at('‸"Manages buildings and their tenants."'),
      AGENCY: at('‸"Finds tenants for managers."'),
      TENANT: at('‸"The person."'),
    });
    expect(Object.fromEntries(purposes)).toEqual({
      MANAGEMENT: at('‸MANAGEMENT @purpose'),
      LETTING: at('‸LETTING @purpose'),
      OWN_FILE: at('‸OWN_FILE @purpose'),
    });
  });

  test('what bounds each role, and how long each person is kept', () => {
    const { bounds, retains } = statementsOf();
    expect(Object.fromEntries(bounds)).toEqual({
      MANAGER: at('‸@bound(role: MANAGER'),
      AGENCY: at('‸@bound(role: AGENCY'),
      TENANT: at('‸@bound(role: TENANT'),
    });
    expect(Object.fromEntries(retains)).toEqual({ Tenant: at('‸@retain(') });
  });
});

test('the statements are immutable', () => {
  expect(Object.isFrozen(statementsOf())).toBe(true);
});

test('of sources that cannot be read there is what keeps them from it', () => {
  expect(policyStatements([{ name: 'broken.graphql', text: 'type {' }])).toMatchObject({
    problems: [{ code: 'SDL_SYNTAX', file: 'broken.graphql', line: 1, column: 6 }],
  });
});

test.each([
  ['a place as editors read it', { file: 'types.graphql', line: 12, column: 3 }, 'types.graphql:12:3'],
  ['what has no place', undefined, 'the engine'],
])('%s is printed', (_what, place, text) => {
  expect(printPlace(place)).toBe(text);
});
