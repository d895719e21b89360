import { describe, expect, test } from 'vitest';
import {
  compileModels,
  compileOpenedReach,
  compileReach,
  indexSketches,
  isSameSet,
} from '../../../src/policy/compile/models.js';
import type { ObjectModel } from '../../../src/policy/compiled.js';
import type { Draft } from '../../../src/policy/read/draft.js';
import { counter } from '../counter.js';
import { draftOf, fieldIn, guarantor, pastDraftOf, there, typeIn } from './drafts.js';

const draft = draftOf();

function modelOf(name: string, from: Draft = draft): ObjectModel {
  return there(compileModels(from).get(name), name);
}

/** All of a type but its fields. */
function withoutFields(name: string, from: Draft = draft): unknown {
  return { ...modelOf(name, from), fields: undefined };
}

test.each([
  [['name', 'born'], ['born', 'name'], true],
  [['name', 'born', 'name'], ['name', 'born', 'city'], false],
  [['name', 'born', 'city'], ['name', 'born', 'name'], false],
  [['name'], ['name', 'born'], false],
] as const)('%j and %j are one set: %j', (one, other, isOne) => {
  expect(isSameSet(one, other)).toBe(isOne);
});

describe('a type', () => {
  test('of persons is its own person', () => {
    expect(withoutFields('Tenant')).toEqual({
      name: 'Tenant',
      kind: 'subject',
      table: 'tenant',
      key: 'id',
      population: 100_000,
      description: 'A person who rents or wants to rent.',
      subject: { type: 'Tenant', column: 'id' },
      retain: { from: 'left_on', keep: { text: 'P5Y', months: 60, days: 0, seconds: 0 } },
      restricts: [{ column: 'protected_address', fields: ['address'], except: ['TENANT'] }],
      indexes: modelOf('Tenant').indexes,
    });
  });

  test('of records knows whose they are', () => {
    expect(withoutFields('Lease')).toEqual({
      name: 'Lease',
      kind: 'record',
      table: 'lease',
      key: 'id',
      population: 0,
      description: 'One tenancy.',
      subject: { type: 'Tenant', column: 'tenant_id' },
      retain: undefined,
      restricts: [],
      indexes: [],
    });
  });

  test("that is about no person is nobody's", () => {
    expect(modelOf('Building')).toMatchObject({ kind: 'entity', table: 'building', subject: undefined, indexes: [] });
  });

  test('without a description has an empty one', () => {
    const silent = draftOf(['"A house that is let."\n', '']);
    expect(modelOf('Building', silent).description).toBe('');
  });

  test('has its fields by path, members of objects too, and not its key', () => {
    const { fields } = modelOf('Building');
    expect([...fields.keys()]).toEqual(['name', 'floors', 'address', 'address.line', 'address.postcode', 'leases']);
    expect(fields.get('address.line')).toBe(fieldIn(draft, 'Building', 'address.line').model);
  });

  test('is immutable', () => {
    const { restricts, indexes, subject, retain, ...rest } = modelOf('Tenant');
    const parts = [rest, restricts, ...restricts, indexes, ...indexes, subject, retain];
    expect(parts.slice(1).every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(modelOf('Tenant'))).toBe(true);
  });
});

describe('the blind indexes of a person', () => {
  const inOtherOrder = draftOf(['["number", "birthName"]]', '["number", "birthName"], ["birthDate", "birthName"]]']);
  const ofMembers = draftOf(
    ['["number", "birthName"]]', '["birthName", "address.postcode"], ["number", "birthName"]]'],
    [
      '  number: NationalNumber\n}\n\nextend',
      '  number: NationalNumber\n  postcode: PostalCode @sets(field: "address.postcode")\n}\n\nextend',
    ],
  );
  const named = draftOf(
    ...counter,
    ['["birthName", "birthDate"], ["number", "birthName"]]', '["birthName", "birthDate"]]'],
    ['  number: NationalNumber\n}\n\nextend', '}\n\nextend'],
  );
  const two = draftOf(...guarantor);
  const unlawful = pastDraftOf(
    [
      '  startedOn: Date\n    @personal(category: TENANCY)',
      '  startedOn: Date\n    @personal(category: TENANCY, search: [EXACT])',
    ],
    [
      '  leases: [Lease!]\n    @disclose',
      '  leases: [Lease!]\n    @personal(category: TENANCY, search: [EXACT])\n    @disclose',
    ],
    [
      '[["birthName", "birthDate"], ["number", "birthName"]]',
      '[["birthName", "nothing"], ["birthName", "address"], ["birthName", "protectedAddress"]]',
    ],
    ['  tenant(id: ID!): Tenant @root(kind: NODE)', '  tenant(id: ID!): Tenant'],
  );
  const ofSecond = draftOf([
    '  "When the person left."',
    '  "How the neighbours call the person."\n  alias: String\n    @personal(category: IDENTITY, search: [EXACT])\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n  "When the person left."',
  ]);

  test('are one for each search and each set, full where nobody shares the value', () => {
    expect(modelOf('Tenant').indexes).toEqual([
      { column: 'number_bidx', fields: ['number'], unique: true, bits: 256 },
      { column: 'birth_name_bidx', fields: ['birthName'], unique: false, bits: 7 },
      { column: 'birth_name_birth_date_bidx', fields: ['birthName', 'birthDate'], unique: false, bits: 8 },
      { column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 },
    ]);
  });

  test('are one for a set that two roots find by in another order, named by the first', () => {
    expect(modelOf('Tenant', inOtherOrder).indexes.map(({ column }) => column)).toEqual([
      'number_bidx',
      'birth_name_bidx',
      'birth_name_birth_date_bidx',
      'number_birth_name_bidx',
    ]);
  });

  test('of members are named by their columns', () => {
    expect(modelOf('Tenant', ofMembers).indexes[3]).toMatchObject({
      column: 'birth_name_address_postcode_bidx',
      fields: ['birthName', 'address.postcode'],
      unique: false,
    });
  });

  test('are one for a set that an opening names the person by', () => {
    expect(modelOf('Tenant', named).indexes).toContainEqual({
      column: 'number_birth_name_bidx',
      fields: ['number', 'birthName'],
      unique: false,
      bits: 256,
    });
  });

  test('share the bits of those that persons share', () => {
    expect(modelOf('Tenant', ofSecond).indexes.map(({ column, bits }) => [column, bits])).toEqual([
      ['number_bidx', 256],
      ['birth_name_bidx', 5],
      ['alias_bidx', 5],
      ['birth_name_birth_date_bidx', 5],
      ['number_birth_name_bidx', 256],
    ]);
  });

  test('are those of its own kind of person', () => {
    expect(modelOf('Guarantor', two).indexes).toEqual([
      { column: 'number_bidx', fields: ['number'], unique: true, bits: 256 },
      { column: 'number_birth_date_bidx', fields: ['number', 'birthDate'], unique: false, bits: 256 },
      { column: 'number_email_bidx', fields: ['number', 'email'], unique: false, bits: 256 },
    ]);
    expect(modelOf('Tenant', two).indexes).toEqual(modelOf('Tenant').indexes);
  });

  test('are none of a record, nor of an entity', () => {
    expect(indexSketches(draft, typeIn(draft, 'Lease'))).toEqual([]);
    expect(indexSketches(draft, typeIn(draft, 'Building'))).toEqual([]);
  });

  test('are none where a law refuses the lookup anyway', () => {
    const columns = indexSketches(unlawful, typeIn(unlawful, 'Tenant')).map(({ column }) => column);
    expect(columns).toEqual(['number_bidx', 'birth_name_bidx', 'birth_name_protected_address_bidx']);
    expect(indexSketches(unlawful, typeIn(unlawful, 'Lease'))).toEqual([]);
  });

  test('know before their length is planned which of them are full', () => {
    expect(indexSketches(draft, typeIn(draft, 'Tenant')).map(({ column, isFull }) => [column, isFull])).toEqual([
      ['number_bidx', true],
      ['birth_name_bidx', false],
      ['birth_name_birth_date_bidx', false],
      ['number_birth_name_bidx', true],
    ]);
  });
});

describe('a reach', () => {
  const lodger = typeIn(draft, 'Lease').reaches.find(({ use }) => use.args.name === 'lodger');
  const self = typeIn(draft, 'Tenant').reaches.find(({ use }) => use.args.name === 'self');

  test('is read whole', () => {
    expect(compileReach(there(lodger, 'lodger'))).toEqual({
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
      opened: undefined,
    });
  });

  test('of the person itself has no end', () => {
    expect(compileReach(there(self, 'self'))).toMatchObject({
      claim: 'SUBJECT',
      row: undefined,
      ends: undefined,
      longest: undefined,
      closes: [],
    });
  });

  test('has an id of its own, also when two share a name', () => {
    const second =
      '@reach(name: "lodger", role: AGENCY, through: "sublease", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", ends: "ends_on")';
    const two = typeIn(draftOf(['  @restrict(', `  ${second}\n  @restrict(`]), 'Tenant').reaches.map(compileReach);
    expect(two.filter(({ name }) => name === 'lodger').map(({ id, through }) => [id, through])).toEqual([
      ['Tenant.lodger.AGENCY.1', 'lease'],
      ['Tenant.lodger.AGENCY.2', 'sublease'],
    ]);
  });

  test('that one opens is rows of the engine’s own table, of that type, reach and role alone', () => {
    const [exceptional] = typeIn(draftOf(...counter), 'Tenant').exceptionals;
    const reach = compileOpenedReach('Tenant', there(exceptional, 'exceptional'));
    expect(reach).toEqual({
      id: 'Tenant.counter.MANAGER.exceptional',
      type: 'Tenant',
      name: 'counter',
      role: 'MANAGER',
      through: 'cloison.exceptional_link',
      subject: 'person',
      column: 'account',
      row: undefined,
      claim: 'ACCOUNT',
      starts: 'opened_at',
      ends: 'ends_at',
      longest: undefined,
      closes: ['closed_at'],
      opened: [
        { column: 'subject_type', value: 'Tenant' },
        { column: 'reach', value: 'counter' },
        { column: 'role', value: 'MANAGER' },
      ],
    });
    expect([reach, reach.closes, reach.opened, ...(reach.opened ?? [])].every(Object.isFrozen)).toBe(true);
  });
});
