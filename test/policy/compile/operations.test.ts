import { describe, expect, test } from 'vitest';
import { compileModels } from '../../../src/policy/compile/models.js';
import { compileRoots, compileWrites } from '../../../src/policy/compile/operations.js';
import type { RootModel, WriteModel } from '../../../src/policy/compiled.js';
import type { Draft } from '../../../src/policy/read/draft.js';
import { counter } from '../counter.js';
import { draftOf, pastDraftOf, there } from './drafts.js';

const draft = draftOf();

function writeOf(name: string, from: Draft = draft): WriteModel {
  return there(compileWrites(from, compileModels(from)).get(name), name);
}

const corrected = draftOf(
  [
    '  "Offers a home through an agency."',
    `  correctLease(id: ID!, state: LeaseStatus @sets(field: "status", from: ["OFFERED"])): CorrectLeasePayload!
    @write(kind: UPDATE, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])
  "Offers a home through an agency."`,
  ],
  [
    'type EndLeasePayload {',
    'type CorrectLeasePayload {\n  errors: [RowError!]!\n  leases: [Lease!]\n}\n\ntype EndLeasePayload {',
  ],
);
const unlawful = pastDraftOf(
  ['  findTenant(by: FindTenant!)', '  findTenant'],
  ['endedOn: Date!): EndLeasePayload!', 'endedOn: Date!): Boolean'],
);
const opening = draftOf(...counter);
const silent = draftOf(...counter, ['  "Shows who stands before the counter."\n', '']);

function rootOf(name: string, from: Draft = draft): RootModel {
  return there(compileRoots(from).get(name), name);
}

describe('a mutation', () => {
  test('with two types is two steps, each with its constants', () => {
    expect(writeOf('registerTenant').steps).toEqual([
      {
        kind: 'CREATE',
        type: 'Tenant',
        to: ['MANAGER'],
        purposes: ['MANAGEMENT'],
        through: [],
        rows: 1,
        shortens: [],
        constants: [],
      },
      {
        kind: 'CREATE',
        type: 'Mandate',
        to: ['MANAGER'],
        purposes: ['MANAGEMENT'],
        through: [],
        rows: 1,
        shortens: [],
        constants: [{ field: 'account', value: undefined, claim: 'ACCOUNT', from: undefined }],
      },
    ]);
  });

  test('brings fields of both steps, members and all', () => {
    const [input] = writeOf('registerTenant').arguments;
    expect(input).toMatchObject({ name: 'input', role: 'input', list: false, required: true, type: 'RegisterTenant!' });
    expect(input?.fields.map(({ name, writes, sets, required }) => [name, `${writes}.${sets}`, required])).toEqual([
      ['number', 'Tenant.number', true],
      ['birthName', 'Tenant.birthName', true],
      ['birthDate', 'Tenant.birthDate', false],
      ['address.line', 'Tenant.address.line', false],
      ['address.postcode', 'Tenant.address.postcode', false],
      ['from', 'Tenant.registeredOn', true],
      ['from', 'Mandate.startsOn', true],
    ]);
  });

  test('takes rows, a key, and values that all rows share', () => {
    expect(
      writeOf('startLeases').arguments.map(({ name, role, list, fields }) => [
        name,
        role,
        list,
        fields.map(({ sets }) => sets),
      ]),
    ).toEqual([
      ['building', 'value', false, ['building']],
      ['key', 'key', false, []],
      ['rows', 'rows', true, ['id', 'startedOn']],
    ]);
    expect(writeOf('startLeases').steps[0]).toMatchObject({
      kind: 'UPDATE',
      rows: 500,
      constants: [{ field: 'status', value: 'RUNNING', from: ['OFFERED'] }],
    });
  });

  test('is read whole', () => {
    expect(writeOf('startLeases')).toEqual({
      name: 'startLeases',
      description: 'The agency says that leases began, many at once.',
      arguments: [
        {
          name: 'building',
          type: 'ID!',
          typeName: 'ID',
          list: false,
          required: true,
          role: 'value',
          fields: [
            { name: 'building', typeName: 'ID', required: true, writes: 'Lease', sets: 'building', from: undefined },
          ],
        },
        { name: 'key', type: 'String!', typeName: 'String', list: false, required: true, role: 'key', fields: [] },
        {
          name: 'rows',
          type: '[StartLease!]!',
          typeName: 'StartLease',
          list: true,
          required: true,
          role: 'rows',
          fields: [
            { name: 'id', typeName: 'ID', required: true, writes: 'Lease', sets: 'id', from: undefined },
            {
              name: 'startedOn',
              typeName: 'Date',
              required: true,
              writes: 'Lease',
              sets: 'startedOn',
              from: undefined,
            },
          ],
        },
      ],
      steps: [
        {
          kind: 'UPDATE',
          type: 'Lease',
          to: ['AGENCY'],
          purposes: ['LETTING'],
          through: ['lodger'],
          rows: 500,
          shortens: [],
          constants: [{ field: 'status', value: 'RUNNING', claim: undefined, from: ['OFFERED'] }],
        },
      ],
      opens: undefined,
      payload: 'StartLeasesPayload',
      payloadField: undefined,
    });
  });

  test('that ENDs knows what it may only shorten', () => {
    expect(writeOf('endLease').steps[0]).toMatchObject({
      kind: 'END',
      through: ['lodger'],
      shortens: ['ended_on', 'objected_on'],
    });
  });

  test('may take what it sets from a value on, and what is not compulsory', () => {
    const [, status] = writeOf('correctLease', corrected).arguments;
    expect(status).toEqual({
      name: 'state',
      type: 'LeaseStatus',
      typeName: 'LeaseStatus',
      list: false,
      required: false,
      role: 'value',
      fields: [
        {
          name: 'state',
          typeName: 'LeaseStatus',
          required: false,
          writes: 'Lease',
          sets: 'status',
          from: ['OFFERED'],
        },
      ],
    });
    expect(writeOf('correctLease', corrected)).toMatchObject({
      description: '',
      payloadField: { name: 'leases', type: 'Lease', list: true },
    });
  });

  test('that opens a reach has no step and takes nothing to set', () => {
    expect(writeOf('openCounter', opening)).toEqual({
      name: 'openCounter',
      description: 'Shows who stands before the counter.',
      arguments: [],
      steps: [],
      opens: expect.objectContaining({ reach: 'counter', type: 'Tenant' }) as unknown,
      payload: 'CorrectTenantPayload',
      payloadField: { name: 'tenant', type: 'Tenant', list: false },
    });
    expect(writeOf('openCounter', silent).description).toBe('');
  });

  test('comes before those that open a reach', () => {
    expect([...compileWrites(opening, compileModels(opening)).keys()]).toEqual([
      'registerTenant',
      'correctTenant',
      'offerLease',
      'startLeases',
      'endLease',
      'openCounter',
    ]);
  });

  test('of the past that gives no object gives back no row', () => {
    expect(writeOf('endLease', unlawful)).toMatchObject({ payload: 'Boolean', payloadField: undefined });
  });

  test('is immutable', () => {
    const { payloadField, arguments: given, steps, ...rest } = writeOf('endLease');
    const parts = [
      given,
      ...given.flatMap((argument) => [argument, argument.fields, ...argument.fields]),
      steps,
      payloadField,
      ...steps.flatMap((step) => [step, step.constants, step.shortens, ...step.constants]),
    ];
    expect(rest.name).toBe('endLease');
    expect([...parts, writeOf('endLease'), writeOf('openCounter', opening)].every(Object.isFrozen)).toBe(true);
  });

  test('gives back the written row, or a receipt, or neither', () => {
    expect(writeOf('endLease').payloadField).toEqual({ name: 'lease', type: 'Lease', list: false });
    expect(writeOf('registerTenant').payloadField).toBeUndefined();
    expect(writeOf('startLeases')).toMatchObject({ payload: 'StartLeasesPayload', payloadField: undefined });
  });
});

describe('a root', () => {
  const sited = draftOf(
    ['enum LeaseStatus', 'interface Sited { id: ID! building: Building }\n\nenum LeaseStatus'],
    ['type Lease\n', 'type Lease implements Sited\n'],
    ['  buildings: [Building!]', '  sited(id: ID!): Sited @root(kind: NODE)\n  buildings: [Building!]'],
  );

  test('is read whole, and immutable', () => {
    expect(rootOf('leases')).toEqual({
      name: 'leases',
      kind: 'LIST',
      type: 'Lease',
      members: ['Lease'],
      takesId: false,
      by: [],
      changedSince: false,
      filter: {
        argument: 'filter',
        inputType: 'LeaseFilter',
        compares: new Map([
          ['status', 'status'],
          ['building', 'building'],
        ]),
      },
      find: undefined,
      description: '',
    });
    expect(rootOf('findTenant').filter).toBeUndefined();
    const { members, filter } = rootOf('leases');
    expect([rootOf('leases'), members, filter, rootOf('findTenant').find].every(Object.isFrozen)).toBe(true);
  });

  test('without an input compares nothing', () => {
    expect(rootOf('buildings')).toMatchObject({ filter: undefined, find: undefined });
  });

  test('of the past that names nobody finds nobody', () => {
    expect(rootOf('findTenant', unlawful).find).toBeUndefined();
  });

  test('of an interface is of each of its types', () => {
    expect(rootOf('sited', sited)).toMatchObject({ type: 'Sited', members: ['Lease'], takesId: true });
  });

  test('is what its directive and its arguments say', () => {
    expect(rootOf('tenant')).toMatchObject({
      kind: 'NODE',
      type: 'Tenant',
      takesId: true,
      changedSince: false,
      filter: undefined,
      find: undefined,
      description: 'One tenant.',
    });
    expect(rootOf('myself')).toMatchObject({ kind: 'NODE', takesId: false });
    expect(rootOf('tenants')).toMatchObject({ kind: 'LIST', changedSince: true });
  });

  test('filters by the fields that its input compares', () => {
    expect(rootOf('tenants').filter).toEqual({
      argument: 'filter',
      inputType: 'TenantFilter',
      compares: new Map([['registered', 'registeredOn']]),
    });
  });

  test('finds by the sets that its input brings', () => {
    expect(rootOf('findTenant')).toMatchObject({
      kind: 'FIND',
      by: [
        ['birthName', 'birthDate'],
        ['number', 'birthName'],
      ],
      find: {
        argument: 'by',
        inputType: 'FindTenant',
        sets: new Map([
          ['birthName', 'birthName'],
          ['birthDate', 'birthDate'],
          ['number', 'number'],
        ]),
      },
    });
  });
});
