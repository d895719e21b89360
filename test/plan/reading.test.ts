/** By which names what is read may be stopped, and which of it asks for a fresh authentication. */
import { expect, test } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import { mergedReading, namesOf, ownCoordinates, readingOf, sorted } from '../../src/plan/reading.js';
import type { FieldGrant } from '../../src/policy/compiled.js';
import { compiled, rentalFolder } from '../support/policies.js';

const policy = compiled(rentalFolder);
const model = policy.types.get('Tenant');
invariant(model, 'there is a tenant');

function grantsOf(role: string, ...names: readonly string[]): readonly FieldGrant[] {
  const fields = policy.roles.get(role)?.types.get('Tenant')?.fields;
  return names.flatMap((name) => fields?.get(name) ?? []);
}

test.each<readonly [path: string, names: readonly string[]]>([
  ['surname', ['Tenant.surname']],
  ['leases', ['Tenant.leases']],
  ['forwarding', ['Tenant.forwarding']],
  ['forwarding.line', ['Tenant.forwarding.line', 'Tenant.forwarding', 'Forwarding.line']],
  ['forwarding.postcode', ['Tenant.forwarding.postcode', 'Tenant.forwarding', 'Forwarding.postcode']],
  ['nothing', []],
])('%s may be stopped by each of its names', (path, names) => {
  expect(namesOf(model, model.fields.get(path))).toEqual(names);
});

test('a grant is read by its name in the contract and by those in the store', () => {
  expect(
    readingOf(model, grantsOf('GUARANTEE_FUND', 'bornYear', 'forwarding.postcodePostcodeArea'), 'GUARANTEE'),
  ).toEqual({
    coordinates: [
      'Forwarding.postcode',
      'Tenant.born',
      'Tenant.bornYear',
      'Tenant.forwarding',
      'Tenant.forwarding.postcode',
      'Tenant.forwarding.postcodePostcodeArea',
    ],
    stepUp: [],
  });
});

test('a field asks for a fresh authentication for the purposes that say so', () => {
  const grants = grantsOf('AGENT', 'surname', 'forwarding.line');
  expect(readingOf(model, grants, 'LETTING').stepUp).toEqual(['Tenant.forwarding.line']);
  expect(readingOf(model, grants, 'GUARANTEE').stepUp).toEqual([]);
  expect(readingOf(model, [], 'LETTING')).toEqual({ coordinates: [], stepUp: [] });
});

test.each<readonly [asksId: boolean, asksVersion: boolean, names: readonly string[]]>([
  [false, false, []],
  [true, false, ['Tenant.id']],
  [false, true, ['Tenant.version']],
  [true, true, ['Tenant.id', 'Tenant.version']],
])('the key and the version of a row are read where they are asked: %s, %s', (asksId, asksVersion, names) => {
  expect(ownCoordinates('Tenant', asksId, asksVersion)).toEqual(names);
});

test('what several parts read is read once, sorted', () => {
  const one = { coordinates: ['b', 'a'], stepUp: ['d', 'c'] };
  const other = { coordinates: ['c', 'a'], stepUp: ['c', 'b'] };
  const merged = mergedReading([one, other]);
  expect(merged).toEqual({ coordinates: ['a', 'b', 'c'], stepUp: ['b', 'c', 'd'] });
  expect([merged, merged.coordinates, merged.stepUp].every((each) => Object.isFrozen(each))).toBe(true);
  expect(sorted(['b', 'b'])).toEqual(['b']);
});
