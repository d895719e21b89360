import { describe, expect, test } from 'vitest';
import type { RootModel, WriteModel } from '../../src/policy/compiled.js';
import { compiled } from './harness.js';

function writeOf(name: string): WriteModel {
  const found = compiled().writes.get(name);
  if (found === undefined) throw new Error(`no mutation ${name}`);
  return found;
}

function rootOf(name: string): RootModel {
  const found = compiled().roots.get(name);
  if (found === undefined) throw new Error(`no root ${name}`);
  return found;
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

  test('that ENDs knows what it may only shorten', () => {
    expect(writeOf('endLease').steps[0]).toMatchObject({
      kind: 'END',
      through: ['lodger'],
      shortens: ['ended_on', 'objected_on'],
    });
  });

  test('gives back the written row, or a receipt, or neither', () => {
    expect(writeOf('endLease').payloadField).toEqual({ name: 'lease', type: 'Lease', list: false });
    expect(writeOf('registerTenant').payloadField).toBeUndefined();
    expect(writeOf('startLeases')).toMatchObject({ payload: 'StartLeasesPayload', payloadField: undefined });
  });
});

describe('a root', () => {
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
