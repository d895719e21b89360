import { describe, expect, test } from 'vitest';
import { disclosuresOf, grantsOfRole } from '../../../src/policy/compile/grants.js';
import { compileReach } from '../../../src/policy/compile/models.js';
import type { FieldGrant, Gate, TypeGrant } from '../../../src/policy/compiled.js';
import type { Draft } from '../../../src/policy/read/draft.js';
import type { Edit } from '../harness.js';
import { draftOf, fieldIn, pastDraftOf, there, typeIn } from './drafts.js';

const draft = draftOf();
const lodger = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"]';
const email = `${lodger}, within: "P1M")`;

/** An edit that writes `text` behind the grant of the email to agencies. */
const beside = (text: string): Edit => [email, `${email}\n    ${text}`];

function grantsTo(role: string, from: Draft = draft): ReadonlyMap<string, TypeGrant> {
  const reaches = [...from.types.values()].map(
    (type) => [type.name, type.reaches.filter(({ use }) => use.args.role === role).map(compileReach)] as const,
  );
  return grantsOfRole(from, role, new Map(reaches.filter(([, own]) => own.length > 0)));
}

function grantTo(role: string, type: string, from: Draft = draft): TypeGrant {
  return there(grantsTo(role, from).get(type), `grant of ${type} to ${role}`);
}

function fieldTo(role: string, coordinate: string, from: Draft = draft): FieldGrant {
  const [type = '', ...path] = coordinate.split('.');
  return there(grantTo(role, type, from).fields.get(path.join('.')), coordinate);
}

const audit =
  '@reach(name: "audit", role: AUDITOR, through: "audit", subject: "tenant_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on")';
const audits = '@disclose(to: [AUDITOR], for: [MANAGEMENT], through: ["audit"], within: "PT0S")';
const housed = draftOf([
  '  line: String\n    @personal(category: CONTACT)\n',
  '  line: String\n    @personal(category: CONTACT)\n    @disclose(to: [TENANT], for: [OWN_FILE])\n',
]);

const visited = draftOf(
  [
    '  @reach(name: "self"',
    '  @reach(name: "visitor", role: AGENCY, through: "visit", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")\n  @reach(name: "self"',
  ],
  beside('@disclose(to: [AGENCY], for: [LETTING], through: ["visitor"], within: "PT0S")'),
);
const unreached = pastDraftOf([
  '  stepless: Boolean\n    @personal(category: HEALTH)\n',
  '  stepless: Boolean\n    @personal(category: HEALTH)\n    @disclose(to: [AGENCY], for: [OWN_FILE], through: ["self"], within: "PT0S")\n',
]);

function told(gates: ReadonlyMap<string, Gate>): Readonly<Record<string, string>> {
  return Object.fromEntries([...gates].map(([purpose, gate]) => [purpose, termsOf(gate)]));
}

function termsOf(gate: Gate): string {
  if (gate.kind !== 'linked') return gate.kind;
  const terms = gate.terms.map(({ reach, within, approval }) => `${reach.name} +${within.text}${approval ? '?' : ''}`);
  return terms.join(', ');
}

describe('what a role is granted', () => {
  test('of a person is each field, rung by rung, with what opens and what withholds it', () => {
    const { fields } = grantTo('AGENCY', 'Tenant');
    expect([...fields.keys()].toSorted()).toEqual([
      'address',
      'address.postcodePostcodeArea',
      'birthDateAgeBand',
      'birthDateYear',
      'birthName',
      'email',
      'leases',
      'numberPseudonym',
    ]);
    const shown = ['birthDateAgeBand', 'address', 'address.postcodePostcodeArea', 'leases'].map((name) => {
      const field = fieldTo('AGENCY', `Tenant.${name}`);
      return { ...field, gates: told(field.gates) };
    });
    const all = { gates: { LETTING: 'lodger +P3M' }, stepUpFor: new Set() };
    const restrictedBy = ['protected_address'];
    const member = { name: 'address.postcodePostcodeArea', path: 'address.postcode', precision: 'POSTCODE_AREA' };
    expect(shown).toEqual([
      { ...all, name: 'birthDateAgeBand', path: 'birthDate', precision: 'AGE_BAND', restrictedBy: [] },
      { ...all, name: 'address', path: 'address', precision: 'EXACT', restrictedBy },
      { ...all, ...member, restrictedBy },
      { ...all, name: 'leases', path: 'leases', precision: 'EXACT', restrictedBy: [] },
    ]);
  });

  test('opens through the links of its reach', () => {
    const way = typeIn(draft, 'Tenant').reaches.find(({ use }) => use.args.name === 'lodger');
    const within = { text: 'P1M', months: 1, days: 0, seconds: 0 };
    expect(fieldTo('AGENCY', 'Tenant.email').gates.get('LETTING')).toEqual({
      kind: 'linked',
      terms: [{ reach: compileReach(there(way, 'lodger')), within, approval: false }],
    });
    expect(grantTo('AGENCY', 'Tenant').reaches.map(({ id }) => id)).toEqual(['Tenant.lodger.AGENCY.1']);
  });

  test('is of each type of which it reads something', () => {
    expect([...grantsTo('AGENCY').keys()].toSorted()).toEqual(['Building', 'Lease', 'Tenant']);
    expect([...grantsTo('MANAGER').keys()].toSorted()).toEqual(['Agency', 'Building', 'Lease', 'Tenant']);
    expect([...grantsTo('TENANT').keys()]).toEqual(['Tenant']);
  });

  test('opens through no other reach of the role, and through none that another type has', () => {
    expect(told(fieldTo('AGENCY', 'Tenant.email', visited).gates)).toEqual({ LETTING: 'lodger +P1M, visitor +PT0S' });
    expect(told(fieldTo('AGENCY', 'Tenant.birthName', visited).gates)).toEqual({ LETTING: 'lodger +P3M' });
  });

  test('opens nothing through a reach that the role has not', () => {
    expect([...grantTo('AGENCY', 'Tenant', unreached).fields.keys()]).not.toContain('stepless');
    expect(grantTo('AGENCY', 'Tenant', unreached).visible.size).toBe(1);
  });

  test('that nobody makes opens nothing to anybody', () => {
    for (const role of ['MANAGER', 'AGENCY', 'TENANT'])
      expect(grantTo(role, 'Tenant').fields.has('leftOn')).toBe(false);
  });

  test('is of no version until a write takes one', () => {
    expect(grantTo('MANAGER', 'Tenant').isVersioned).toBe(false);
  });

  test('is immutable', () => {
    const grant = grantTo('AGENCY', 'Tenant');
    const gates = [...grant.fields.values()].flatMap((field) => [...field.gates.values()]);
    const terms = gates.flatMap((gate) => (gate.kind === 'open' ? [] : [gate.terms, ...gate.terms]));
    const fields = [...grant.fields.values()].flatMap((field) => [field, field.restrictedBy]);
    const open = [...grantTo('AGENCY', 'Building').fields.values()].flatMap((field) => [...field.gates.values()]);
    expect([grant, ...fields, ...gates, ...terms, ...grant.visible.values(), ...open].every(Object.isFrozen)).toBe(
      true,
    );
  });
});

describe('a grant beside another', () => {
  const union = draftOf(
    beside('@disclose(to: [AGENCY], for: [LETTING, OWN_FILE], through: ["lodger"], within: "P1Y")'),
  );
  const twice = draftOf(beside(email));
  const approved = draftOf(beside(`${lodger}, within: "P1Y", approval: true)`));
  const other = '@disclose(to: [AGENCY], for: [MANAGEMENT], through: ["lodger"], within: "P1M")';
  // Laws refuse both: what they refuse opens no more than what they let pass.
  const spared = pastDraftOf(beside(`${lodger}, within: "PT0S", approval: true)`));
  const fresh = pastDraftOf(
    beside(
      `@disclose(to: [AGENCY], for: [LETTING, OWN_FILE], through: ["lodger"], within: "P1M", stepUp: true)\n    ${other}`,
    ),
  );

  test('is their union', () => {
    expect(told(fieldTo('AGENCY', 'Tenant.email', union).gates)).toEqual({
      LETTING: 'lodger +P1M, lodger +P1Y',
      OWN_FILE: 'lodger +P1Y',
    });
  });

  test('that says the same says it once', () => {
    expect(told(fieldTo('AGENCY', 'Tenant.email', twice).gates)).toEqual({ LETTING: 'lodger +P1M' });
  });

  test('waits for an approval only where none opens without', () => {
    expect(told(fieldTo('AGENCY', 'Tenant.email', approved).gates)).toEqual({ LETTING: 'lodger +P1M, lodger +P1Y?' });
    expect(told(fieldTo('AGENCY', 'Tenant.email', spared).gates)).toEqual({ LETTING: 'lodger +P1M' });
  });

  test('asks for a fresh authentication for both, for its own purposes', () => {
    const { gates, stepUpFor } = fieldTo('AGENCY', 'Tenant.email', fresh);
    expect([...gates.keys()]).toEqual(['LETTING', 'OWN_FILE', 'MANAGEMENT']);
    expect(stepUpFor).toEqual(new Set(['LETTING', 'OWN_FILE']));
  });
});

describe('a grant of an entity', () => {
  const narrowed = draftOf(
    [
      '@entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])',
      '@entity(table: "building")',
    ],
    [
      '  name: String!\n  floors',
      '  name: String! @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING])\n  floors',
    ],
  );

  test('on the type opens every field for its purposes, without reach', () => {
    const { fields, reaches, visible } = grantTo('AGENCY', 'Building');
    expect([...fields].map(([name, { gates }]) => [name, told(gates)])).toEqual(
      ['name', 'floors', 'address.line', 'address.postcode', 'leases', 'address'].map((name) => [
        name,
        { MANAGEMENT: 'open', LETTING: 'open' },
      ]),
    );
    expect(told(visible)).toEqual({ MANAGEMENT: 'open', LETTING: 'open' });
    expect(reaches).toEqual([]);
  });

  test('on a field opens that field', () => {
    expect([...grantTo('MANAGER', 'Agency').fields.keys()]).toEqual(['name']);
    expect(told(grantTo('MANAGER', 'Agency').fields.get('name')?.gates ?? new Map())).toEqual({ MANAGEMENT: 'open' });
  });

  test("is none that stands on a member for a person's row", () => {
    expect([...grantTo('MANAGER', 'Building', narrowed).fields.keys()]).toEqual(['name']);
  });

  test('on a member is none of a person’s row', () => {
    const [tenant, building] = ['Tenant', 'Building'].map((name) =>
      disclosuresOf(typeIn(housed, name), fieldIn(housed, name, 'address.line')).map(({ to }) => to),
    );
    expect(tenant).toEqual([['MANAGER']]);
    expect(building).toEqual([['MANAGER', 'AGENCY'], ['TENANT']]);
  });

  test('is none on what holds the members', () => {
    expect(disclosuresOf(typeIn(draft, 'Building'), fieldIn(draft, 'Building', 'address'))).toEqual([]);
  });
});

describe('a row', () => {
  test('is visible where one of its fields is, each way once', () => {
    expect(told(grantTo('AGENCY', 'Tenant').visible)).toEqual({ LETTING: 'lodger +P3M, lodger +PT0S, lodger +P1M' });
  });
});

describe('a restriction', () => {
  const restricts = '@restrict(column: "protected_address", fields: ["address"], except: [TENANT])';
  const excepted = draftOf(['except: [TENANT]', 'except: [TENANT, MANAGER]']);
  const ofMember = draftOf([restricts, '@restrict(column: "protected_address", fields: ["address.line", "email"])']);
  const twice = draftOf([
    restricts,
    `${restricts}\n  @restrict(column: "protected_address", fields: ["address.line"])`,
  ]);

  function columns(from: Draft, role: string): Readonly<Record<string, readonly string[]>> {
    const fields = [...grantTo(role, 'Tenant', from).fields.values()];
    return Object.fromEntries(
      fields.flatMap(({ path, restrictedBy }) => (restrictedBy.length > 0 ? [[path, restrictedBy]] : [])),
    );
  }

  test('withholds the object and its members from all but its exceptions, and nothing else', () => {
    const column = ['protected_address'];
    expect(columns(draft, 'MANAGER')).toEqual({ address: column, 'address.line': column, 'address.postcode': column });
    expect(columns(excepted, 'MANAGER')).toEqual({});
    expect(columns(excepted, 'AGENCY')).toEqual({ address: column, 'address.postcode': column });
  });

  test('of a member withholds that member', () => {
    const column = ['protected_address'];
    expect(columns(ofMember, 'MANAGER')).toEqual({ email: column, 'address.line': column });
  });

  test('that two statements make of one column is one', () => {
    expect(columns(twice, 'MANAGER')['address.line']).toEqual(['protected_address']);
  });
});

describe('a relation', () => {
  const auditor: readonly Edit[] = [
    ['  TENANT @party', '  AUDITOR @party(as: SUPERVISION)\n  TENANT @party'],
    [
      '  @bound(role: TENANT',
      '  @bound(role: AUDITOR, page: 1, cost: 1, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])\n  @bound(role: TENANT',
    ],
    ['  @reach(name: "self"', `  ${audit}\n  @reach(name: "self"`],
    [
      'type Lease\n  @record(table: "lease", subject: "tenant_id")\n',
      `type Lease\n  @record(table: "lease", subject: "tenant_id")\n  ${audit}\n`,
    ],
    ['  leases: [Lease!]\n    @disclose', `  leases: [Lease!]\n    ${audits}\n    @disclose`],
    ['  building: Building\n', `  building: Building\n    ${audits}\n`],
  ];
  const led = draftOf(...auditor, ['  floors: Int', '  floors: Int @disclose(to: [AUDITOR], for: [MANAGEMENT])']);
  const sited = draftOf(
    ['enum LeaseStatus', 'interface Sited { id: ID! building: Building }\n\nenum LeaseStatus'],
    ['type Lease\n', 'type Lease implements Sited\n'],
    [
      'type Agency @entity(table: "agency") {\n',
      'type Agency implements Sited @entity(table: "agency") {\n  building: Building\n',
    ],
    ['  floors: Int\n', '  floors: Int\n  sited: [Sited!]\n'],
  );
  const ledNowhere = pastDraftOf(...auditor);

  test('is granted where what it leads to holds a value, however far', () => {
    const grants = [...grantsTo('AUDITOR', led)].map(([name, { fields }]) => [name, ...fields.keys()]);
    expect(grants).toEqual([
      ['Tenant', 'leases'],
      ['Lease', 'building'],
      ['Building', 'floors'],
    ]);
  });

  test('to one of several types is granted where one of them is read', () => {
    expect(told(fieldTo('AGENCY', 'Building.sited', sited).gates)).toEqual({ MANAGEMENT: 'open', LETTING: 'open' });
    expect(grantsTo('AGENCY', sited).has('Agency')).toBe(false);
  });

  test('that leads to nothing is left out, and a type of such relations is none', () => {
    expect(grantsTo('AUDITOR', ledNowhere).size).toBe(0);
    expect(grantTo('MANAGER', 'Lease', ledNowhere).fields.size).toBeGreaterThan(0);
  });
});
