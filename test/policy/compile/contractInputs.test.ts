import { GraphQLNonNull, printType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { filterInputs, findInputs, inputWith } from '../../../src/policy/compile/contractInputs.js';
import type { FieldGrant, RootModel, TypeGrant } from '../../../src/policy/compiled.js';
import { draftOf, storeOf, there } from './drafts.js';

/** Grants of fields by what follows their names: `EXACT LETTING MANAGEMENT`, the rung and the purposes. */
function granting(fields: Readonly<Record<string, string>>): TypeGrant {
  const grants = Object.entries(fields).map(([path, text]): FieldGrant => {
    const [precision = '', ...purposes] = text.split(' ');
    const gates = new Map(purposes.map((purpose) => [purpose, { kind: 'open' } as const]));
    const rung = precision === 'EXACT' ? precision : 'MASKED';
    return { name: path, path, precision: rung, gates, restrictedBy: [], stepUpFor: new Set() };
  });
  const purposes = new Set(grants.flatMap(({ gates }) => [...gates.keys()]));
  return {
    type: 'Tenant',
    reaches: [],
    fields: new Map(grants.map((grant) => [grant.path, grant])),
    visible: new Map([...purposes].map((purpose) => [purpose, { kind: 'open' }])),
    isVersioned: false,
  };
}

const draft = draftOf([
  'input TenantFilter {\n',
  'input TenantFilter {\n  "Since when gone."\n  left: Date @sets(field: "leftOn") @deprecated(reason: "Ask for one.")\n',
]);
const { roots } = storeOf(draft);
const rootOf = (name: string): RootModel => there(roots.get(name), name);

describe('a filter', () => {
  test.each([
    ['both', { leftOn: 'EXACT LETTING', registeredOn: 'EXACT LETTING' }, ['left', 'registered']],
    ['one', { registeredOn: 'EXACT LETTING' }, ['registered']],
    ['one exactly and one masked', { leftOn: 'MASKED LETTING', registeredOn: 'EXACT LETTING' }, ['registered']],
    ['neither', { email: 'EXACT LETTING' }, []],
  ])('compares what the role reads exactly: %s', (_what, fields, inputs) => {
    expect(filterInputs(rootOf('tenants'), granting(fields))).toEqual(inputs);
  });

  test('of a root without is none', () => {
    expect(filterInputs(rootOf('buildings'), granting({ name: 'EXACT LETTING' }))).toEqual([]);
  });
});

describe('a lookup', () => {
  const exact = 'EXACT LETTING';

  test.each([
    ['all sets', { birthName: exact, birthDate: exact, number: exact }, ['birthName', 'birthDate', 'number']],
    ['the set that is whole', { birthName: exact, number: exact }, ['birthName', 'number']],
    ['none, of which a half is masked', { birthName: exact, number: 'MASKED LETTING' }, []],
    ['none, of which a half is not read', { number: exact, birthDate: exact }, []],
    ['none, whose halves are read for two purposes', { birthName: exact, number: 'EXACT AUDIT' }, []],
    [
      'a set that is whole for the second of two purposes',
      { birthName: 'EXACT LETTING AUDIT', number: 'EXACT AUDIT' },
      ['birthName', 'number'],
    ],
    ['none, of which nothing is read', {}, []],
  ])('takes %s', (_what, fields, inputs) => {
    expect(findInputs(rootOf('findTenant'), granting(fields))).toEqual(inputs);
  });

  test('of a root without sets is none', () => {
    expect(findInputs(rootOf('tenant'), granting({ birthName: exact }))).toEqual([]);
  });
});

test('an input keeps the fields named, with what the store says of them', () => {
  const field = there(draft.schema.getQueryType()?.getFields()['tenants'], 'tenants');
  const filter = there(
    field.args.find(({ name }) => name === 'filter'),
    'filter',
  );
  const compulsory = { ...filter, type: new GraphQLNonNull(filter.type as never) };
  expect(printType(inputWith(filter, ['registered']))).toBe('input TenantFilter {\n  registered: Date\n}');
  expect(printType(inputWith(compulsory, ['left', 'unknown']))).toBe(
    'input TenantFilter {\n  """Since when gone."""\n  left: Date @deprecated(reason: "Ask for one.")\n}',
  );
});
