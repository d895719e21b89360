import { expect, test } from 'vitest';
import { coordinateOf, isSensitive, isUnique, ownedFields } from '../../../src/policy/laws/law.js';
import type { Draft, FieldDraft } from '../../../src/policy/read/draft.js';
import { draftOf } from '../reading.js';

function fieldOf(draft: Draft, type: string, path: string): FieldDraft {
  const field = draft.types.get(type)?.fields.get(path);
  if (field === undefined) throw new Error(`no ${type}.${path}`);
  return field;
}

test('a member of an object belongs to each type that holds it', () => {
  const owned = ownedFields(draftOf()).map(({ type, field }) => `${type.name}.${field.model.path}`);
  expect(owned).toEqual(expect.arrayContaining(['Tenant.address.line', 'Building.address.line', 'Agency.name']));
  expect(owned.filter((name) => name.startsWith('Mandate'))).toEqual([
    'Mandate.tenant',
    'Mandate.account',
    'Mandate.startsOn',
    'Mandate.endsOn',
  ]);
});

test('a grant is named by what it stands on: a field, a member or a whole type', () => {
  const names = draftOf().grants.map(coordinateOf);
  expect(new Set(names)).toEqual(
    new Set([
      ...['number', 'birthName', 'birthDate', 'email', 'stepless', 'registeredOn', 'leases'].map(
        (each) => `Tenant.${each}`,
      ),
      ...['line', 'postcode'].map((each) => `Address.${each}`),
      ...['tenant', 'building', 'offeredOn', 'startedOn', 'endedOn', 'status'].map((each) => `Lease.${each}`),
      'Building',
      'Agency.name',
    ]),
  );
});

test('no two persons share what is searched as UNIQUE, and nothing else', () => {
  const draft = draftOf();
  expect(
    ['number', 'birthName', 'birthDate', 'protectedAddress'].map((path) => isUnique(fieldOf(draft, 'Tenant', path))),
  ).toEqual([true, false, false, false]);
});

test.each([
  ['SPECIAL', true],
  ['OFFENCE', true],
  ['NATIONAL_ID', false],
  ['ORDINARY', false],
])('whether a category that is %s is sensitive: %s', (sensitivity, is) => {
  const draft = draftOf(['sensitivity: SPECIAL', `sensitivity: ${sensitivity}`]);
  expect(isSensitive(draft, fieldOf(draft, 'Tenant', 'stepless'))).toBe(is);
});

test('a category that is not explained, and no category, are not', () => {
  const draft = draftOf(['HEALTH @category(sensitivity: SPECIAL, to: [TENANT])', 'HEALTH']);
  expect(isSensitive(draft, fieldOf(draft, 'Tenant', 'stepless'))).toBe(false);
  expect(isSensitive(draft, fieldOf(draft, 'Tenant', 'protectedAddress'))).toBe(false);
});
