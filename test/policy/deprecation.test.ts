import { buildSchema, getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { Edit } from './harness.js';
import { compiled, roleOf } from './harness.js';

const until = '@deprecated(reason: "Gone on 2027-06-30.")';
const edits: readonly Edit[] = [
  ['  birthDate: PartialDate\n    @personal', `  birthDate: PartialDate ${until}\n    @personal`],
  ['  postcode: PostalCode\n    @personal', `  postcode: PostalCode ${until}\n    @personal`],
  ['  leases: [Lease!]\n    @disclose', `  leases: [Lease!] ${until}\n    @disclose`],
  ['  OVER\n', `  OVER ${until}\n`],
  [
    '  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)',
    `  leases(filter: LeaseFilter ${until}): [Lease!] @root(kind: LIST) ${until}`,
  ],
  ['  building: ID\n}', `  building: ID ${until}\n}`],
  ['  number: NationalNumber\n}', `  number: NationalNumber ${until}\n}`],
  ['  email: Email\n  address: AddressInput', `  email: Email ${until}\n  address: AddressInput`],
];

/** What is deprecated in the contract of `role`, by coordinate. */
function deprecated(role: string, changes: readonly Edit[]): readonly string[] {
  const schema = buildSchema(roleOf(compiled(...changes), role).contract);
  const found = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isEnumType(type)) return type.getValues().map((value) => ({ ...value, at: `${type.name}.${value.name}` }));
    if (isInputObjectType(type)) return fieldsOf(type.name, Object.values(type.getFields()));
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      { at: `${type.name}.${field.name}`, deprecationReason: field.deprecationReason },
      ...fieldsOf(`${type.name}.${field.name}`, field.args),
    ]);
  });
  return found.filter(({ deprecationReason }) => deprecationReason === 'Gone on 2027-06-30.').map(({ at }) => at);
}

function fieldsOf(
  owner: string,
  fields: readonly { readonly name: string; readonly deprecationReason?: string | null | undefined }[],
): readonly { readonly at: string; readonly deprecationReason?: string | null | undefined }[] {
  return fields.map(({ name, deprecationReason }) => ({ at: `${owner}.${name}`, deprecationReason }));
}

test('a notice on a field is in each contract that has it, on every rung, and in no other', () => {
  expect(deprecated('MANAGER', edits)).toEqual(
    expect.arrayContaining(['Tenant.birthDate', 'Address.postcode', 'Tenant.leases']),
  );
  expect(
    deprecated('AGENCY', edits)
      .filter((at) => at.startsWith('Tenant'))
      .toSorted(),
  ).toEqual(['Tenant.birthDateAgeBand', 'Tenant.birthDateYear', 'Tenant.leases', 'TenantAddress.postcodePostcodeArea']);
  expect(deprecated('TENANT', edits)).toEqual([]);
});

test('a notice on a root, an argument, or a field of an input is too', () => {
  expect(deprecated('AGENCY', edits)).toEqual(
    expect.arrayContaining(['Query.leases', 'Query.leases.filter', 'LeaseFilter.building', 'LeaseStatus.OVER']),
  );
  expect(deprecated('MANAGER', edits)).toEqual(expect.arrayContaining(['FindTenant.number', 'CorrectTenant.email']));
});

test('without a notice nothing is deprecated', () => {
  expect(deprecated('MANAGER', [])).toEqual([]);
  expect(
    getNamedType(
      buildSchema(roleOf(compiled(...edits), 'AGENCY').contract)
        .getQueryType()
        ?.getFields()['leases']?.type,
    )?.name,
  ).toBe('LeaseConnection');
});
