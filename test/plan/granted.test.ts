/** What a role is not granted is refused by name: a type as a whole, or a field for the purpose of the operation. */
import { expect, test } from 'vitest';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compiled, roleOf } from '../policy/harness.js';
import { planned, refusalOfPlan } from './planning.js';

const lettingEmail = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
const policy = compiled([lettingEmail, `${lettingEmail}\n    ${lettingEmail.replace('LETTING', 'MANAGEMENT')}`]);
const agency = roleOf(policy, 'AGENCY');
const manages = { role: 'AGENCY', purpose: 'MANAGEMENT' };

function without<Value>(map: ReadonlyMap<string, Value>, name: string): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([key]) => key !== name));
}

test.each<readonly [title: string, of: CompiledPolicy]>([
  [
    'that its contract shows and its grants do not hold',
    { ...policy, roles: new Map([['AGENCY', { ...agency, types: without(agency.types, 'Tenant') }]]) },
  ],
  ['that the store does not have', { ...policy, types: without(policy.types, 'Tenant') }],
])('nobody reads a type %s', (_title, of) => {
  const query = '{ tenants(first: 1) { nodes { email } } }';
  expect(refusalOfPlan(of, { ...manages, query })).toEqual({
    code: 'FORBIDDEN',
    message: 'The type Tenant is not granted.',
  });
});

test('a field is read for the purposes that it is granted for, and for no other', () => {
  const asking = (field: string): string => `{ tenants(first: 1) { nodes { email ${field} } } }`;
  expect(planned(policy, { ...manages, query: asking('id') }).roots).toHaveLength(1);
  for (const [field, name] of [
    ['birthName', 'birthName'],
    ['address { postcodePostcodeArea }', 'address.postcodePostcodeArea'],
    ['leases(first: 1) { nodes { status } }', 'leases'],
  ] as const) {
    const coordinate = `Tenant.${name}`;
    expect(refusalOfPlan(policy, { ...manages, query: asking(field) })).toEqual({
      code: 'FIELD_NOT_FOR_PURPOSE',
      message: `${coordinate} is not granted for the purpose MANAGEMENT.`,
      extensions: { coordinate },
    });
  }
});
