import { describe, expect, test } from 'vitest';
import type { FieldModel, ObjectModel } from '../../src/policy/compiled.js';
import { compiled } from './harness.js';

function typeOf(name: string): ObjectModel {
  const found = compiled().types.get(name);
  if (found === undefined) throw new Error(`no type ${name}`);
  return found;
}

function fieldOf(type: string, path: string): FieldModel | undefined {
  return typeOf(type).fields.get(path);
}

describe('a type', () => {
  test('of persons is its own person', () => {
    expect(typeOf('Tenant')).toMatchObject({
      kind: 'subject',
      table: 'tenant',
      key: 'id',
      population: 100000,
      description: 'A person who rents or wants to rent.',
      subject: { type: 'Tenant', column: 'id' },
      retain: { from: 'left_on', keep: { months: 60 } },
      restricts: [{ column: 'protected_address', fields: ['address'], except: ['TENANT'] }],
    });
  });

  test('of records knows whose they are', () => {
    expect(typeOf('Lease')).toMatchObject({
      kind: 'record',
      table: 'lease',
      subject: { type: 'Tenant', column: 'tenant_id' },
      retain: undefined,
    });
  });

  test("that is about no person is nobody's", () => {
    expect(typeOf('Building')).toMatchObject({ kind: 'entity', table: 'building', subject: undefined, indexes: [] });
  });

  test('does not count its key among its fields', () => {
    expect(typeOf('Tenant').fields.has('id')).toBe(false);
  });
});

describe('a field', () => {
  test('of a person is sealed in the column of its name', () => {
    expect(fieldOf('Tenant', 'birthDate')).toEqual({
      kind: 'value',
      path: 'birthDate',
      coordinate: 'Tenant.birthDate',
      column: 'birth_date',
      category: 'IDENTITY',
      description: 'The birth date: agencies need no more than the band.',
      scalar: 'PartialDate',
      typeName: 'PartialDate',
      values: undefined,
      pattern: undefined,
      storage: 'sealed',
      required: false,
    });
  });

  test('that the store must read is in clear', () => {
    expect(fieldOf('Lease', 'offeredOn')).toMatchObject({ storage: 'clear', category: 'TENANCY' });
    expect(fieldOf('Lease', 'status')).toMatchObject({ storage: 'clear', category: undefined });
  });

  test('of an enum has its values', () => {
    expect(fieldOf('Lease', 'status')).toMatchObject({
      scalar: 'Enum',
      typeName: 'LeaseStatus',
      values: ['OFFERED', 'RUNNING', 'OVER'],
    });
  });

  test("of a store's own scalar is text of its whole format", () => {
    expect(fieldOf('Tenant', 'number')).toMatchObject({
      scalar: 'Text',
      typeName: 'NationalNumber',
      pattern: '^(?:[12][0-9]{12}(?:[0-9]{2})?)$',
    });
  });

  test('of an embedded object is in a column of its owner, behind the prefix', () => {
    expect(fieldOf('Tenant', 'address')).toMatchObject({
      kind: 'embedded',
      typeName: 'Address',
      members: ['line', 'postcode'],
      coordinate: 'Tenant.address',
    });
    expect(fieldOf('Tenant', 'address.postcode')).toMatchObject({
      column: 'address_postcode',
      coordinate: 'Address.postcode',
      storage: 'sealed',
      category: 'CONTACT',
    });
  });

  test('of an object that an entity embeds too is about no person there', () => {
    expect(fieldOf('Building', 'address.postcode')).toMatchObject({
      column: 'postcode',
      storage: 'clear',
      category: undefined,
    });
  });

  test('that leads to another row follows its name and _id', () => {
    expect(fieldOf('Lease', 'building')).toMatchObject({
      kind: 'relation',
      column: 'building_id',
      target: 'Building',
      required: false,
    });
  });

  test('that lists rows follows the column that points back', () => {
    expect(fieldOf('Building', 'leases')).toMatchObject({ kind: 'list', target: 'Lease', column: 'building_id' });
  });

  test("that lists records follows the person's column, with or without a relation", () => {
    expect(fieldOf('Tenant', 'leases')).toMatchObject({ kind: 'list', target: 'Lease', column: 'tenant_id' });
    const without = compiled(
      ['  tenant: Tenant\n  account', '  account'],
      ['  leases: [Lease!]\n    @disclose', '  mandates: [Mandate!]\n  leases: [Lease!]\n    @disclose'],
    );
    expect(without.types.get('Tenant')?.fields.get('mandates')).toMatchObject({ kind: 'list', column: 'tenant_id' });
  });
});

describe('the blind indexes of a person', () => {
  test('are one for each search and each set, full where nobody shares the value', () => {
    expect(typeOf('Tenant').indexes).toEqual([
      { column: 'number_bidx', fields: ['number'], unique: true, bits: 256 },
      { column: 'birth_name_bidx', fields: ['birthName'], unique: false, bits: 7 },
      { column: 'birth_name_birth_date_bidx', fields: ['birthName', 'birthDate'], unique: false, bits: 8 },
      { column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 },
    ]);
  });

  test('are one for a set that two roots find by in another order', () => {
    const policy = compiled(['["number", "birthName"]]', '["number", "birthName"], ["birthDate", "birthName"]]']);
    expect(policy.types.get('Tenant')?.indexes).toHaveLength(4);
  });
});

describe('a reach', () => {
  test('has an id of its own, also when two share a name', () => {
    const second =
      '@reach(name: "lodger", role: AGENCY, through: "sublease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")';
    const policy = compiled(['  @restrict(', `  ${second}\n  @restrict(`]);
    const reaches = policy.roles.get('AGENCY')?.reaches.get('Tenant') ?? [];
    expect(reaches.map(({ id, through }) => [id, through])).toEqual([
      ['Tenant.lodger.AGENCY.1', 'lease'],
      ['Tenant.lodger.AGENCY.2', 'sublease'],
    ]);
    const gate = policy.roles.get('AGENCY')?.types.get('Tenant')?.fields.get('birthName')?.gates.get('LETTING');
    expect(gate?.kind === 'linked' && gate.terms.map(({ reach }) => reach.through)).toEqual(['lease', 'sublease']);
  });

  test('is read whole', () => {
    expect(compiled().roles.get('AGENCY')?.reaches.get('Lease')?.[0]).toEqual({
      id: 'Lease.lodger.AGENCY.1',
      type: 'Lease',
      name: 'lodger',
      role: 'AGENCY',
      through: 'lease',
      subject: 'tenant_id',
      column: 'agency_id',
      row: 'id',
      claim: 'ORGANISATION',
      starts: 'offered_on',
      ends: 'ended_on',
      longest: { text: 'P18M', months: 18, days: 0, seconds: 0 },
      closes: ['objected_on'],
    });
  });
});
