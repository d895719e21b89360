import { getNamedType, isObjectType, printType } from 'graphql';
import type { GraphQLNamedType, GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ContractTypes } from '../../../src/policy/compile/contractTypes.js';
import { compileRoles } from '../../../src/policy/compile/role.js';
import type { FieldGrant, TypeGrant } from '../../../src/policy/compiled.js';
import { storeOf, there } from './drafts.js';
import { rich } from './rich.js';

type Grants = ReadonlyMap<string, TypeGrant>;

const roles = compileRoles(storeOf(rich));
const agency = there(roles.get('AGENCY'), 'AGENCY').types;
const manager = there(roles.get('MANAGER'), 'MANAGER').types;

function printed(name: string, grants: Grants = agency): string {
  return printType(new ContractTypes(rich, grants).output(name));
}

/** The type of a field of a printed type, printed. */
function printedOf(owner: GraphQLObjectType, field: string): string {
  return printType(typeOf(owner, field));
}

function typeOf(owner: GraphQLNamedType, field: string): GraphQLNamedType {
  if (!isObjectType(owner)) throw new Error(`${owner.name} has no fields`);
  return getNamedType(there(owner.getFields()[field], field).type);
}

/** `grants` with one field of one type otherwise. */
function changed(grants: Grants, type: string, path: string, different: Partial<FieldGrant>): Grants {
  const grant = there(grants.get(type), type);
  const field = { ...there(grant.fields.get(path), path), ...different };
  return new Map([...grants, [type, { ...grant, fields: new Map([...grant.fields, [path, field]]) }]]);
}

describe("a person's type", () => {
  test('holds each granted field as its own rung, nullable, with what is said of it', () => {
    expect(printed('Tenant')).toBe(`"""A person who rents or wants to rent."""
type Tenant {
  id: ID!

  """
  A pseudonym: stable for one organisation, unlinkable between two.
  
  The number by which the register knows the person: managers file with it.
  """
  numberPseudonym: String

  """The name at birth: agencies address the tenant by it."""
  birthName: String

  """
  The age band only, by year of birth.
  
  The birth date: agencies need no more than the band.
  """
  birthDateAgeBand: String

  """
  The year only.
  
  The birth date: agencies need no more than the band.
  """
  birthDateYear: Int

  """
  Where the tenant is written to: managers and agencies write about the home.
  """
  email: Email
  leases(
    """How many rows at most."""
    first: Int!

    """The cursor after which the page starts."""
    after: String
  ): LeaseConnection
  address: TenantAddress
}`);
  });

  test('promises no value, though the store has one in every row', () => {
    expect(printed('Visit')).toContain('\n  status: LeaseStatus\n');
  });

  test('has a version where its rows are written by one', () => {
    const grant = there(agency.get('Tenant'), 'Tenant');
    const versioned = new Map([...agency, ['Tenant', { ...grant, isVersioned: true }]]);
    expect(printed('Tenant', versioned)).toContain(`type Tenant {
  id: ID!

  """
  What the row looks like to you, for \`version\` of a write: of fields that you read exactly for this purpose.
  """
  version: String!
`);
  });

  test.each([
    ['INITIAL', 'String'],
    ['YEAR', 'Int'],
    ['AGE_BAND', 'String'],
    ['POSTCODE_AREA', 'String'],
    ['MASKED', 'String'],
    ['LAST2', 'String'],
    ['PSEUDONYM', 'String'],
    ['PRESENCE', 'Boolean'],
  ] as const)('shows %s of a value as %s', (precision, type) => {
    const grants = changed(agency, 'Tenant', 'birthName', { precision, name: 'birthNameRung' });
    expect(printed('Tenant', grants)).toContain(`  birthNameRung: ${type}\n`);
    expect(printed('Tenant', grants)).not.toContain('birthName:');
  });
});

describe("an entity's type", () => {
  test('keeps what the store promises, and says what is deprecated', () => {
    const types = new ContractTypes(rich, agency);
    const building = types.object('Building');
    expect(printType(building)).toBe(`"""A house that is let."""
type Building implements Named {
  id: ID!
  name: String!

  """Each of them heated."""
  floors: Int!

  """Who lets it."""
  agency: Agency!
  shed: Shed
  sited(
    """How many rows at most."""
    first: Int!

    """The cursor after which the page starts."""
    after: String
  ): SitedConnection!
  leases(
    """How many rows at most."""
    first: Int!

    """The cursor after which the page starts."""
    after: String
  ): LeaseConnection

  """When somebody is there."""
  hours: Hours!
  address: BuildingAddress
}`);
    expect(printedOf(building, 'hours')).toBe(`"""From when until when."""
type Hours {
  """From when."""
  opens: String!
  closes: String @deprecated(reason: "Nobody leaves.")
}`);
  });

  test('has the id of its rows, or none', () => {
    expect(printed('Shed')).toBe('type Shed {\n  doors: Int!\n}');
    expect(printed('Agency')).toBe(
      '"""A firm that finds tenants."""\ntype Agency implements Named {\n  id: ID!\n  name: String!\n}',
    );
  });
});

describe('an embedded type', () => {
  const shown = (grants: Grants): readonly string[] => {
    const types = new ContractTypes(rich, grants);
    return ['Tenant', 'Building'].map((name) => typeOf(types.object(name), 'address').name);
  };

  test('has one name where its owners show it alike', () => {
    expect(shown(manager)).toEqual(['Address', 'Address']);
    expect(printType(typeOf(new ContractTypes(rich, manager).object('Tenant'), 'address'))).toBe(
      `"""Where somebody lives, or where a building stands."""
type Address {
  """Number and street: the manager writes letters."""
  line: String

  """The postal code: agencies look for homes near it."""
  postcode: PostalCode
}`,
    );
  });

  test('has it whichever member a grant names first', () => {
    const tenant = manager.get('Tenant');
    const fields = new Map([...(tenant?.fields ?? [])].toReversed());
    const turned = new Map([...manager, ...(tenant === undefined ? [] : [['Tenant', { ...tenant, fields }] as const])]);
    expect(shown(turned)).toEqual(['Address', 'Address']);
  });

  test('is each owner’s own where they show different members', () => {
    expect(shown(agency)).toEqual(['TenantAddress', 'BuildingAddress']);
    expect(printedOf(new ContractTypes(rich, agency).object('Tenant'), 'address')).toContain(
      '  postcodePostcodeArea: String\n}',
    );
  });

  test('is each owner’s own where only what is said of a member differs', () => {
    const asking = changed(manager, 'Tenant', 'address.line', { stepUpFor: new Set(['MANAGEMENT']) });
    expect(shown(asking)).toEqual(['TenantAddress', 'BuildingAddress']);
  });

  test('of one owner has its own name', () => {
    const withoutBuildings = new Map([...agency].filter(([name]) => name !== 'Building'));
    const { name } = typeOf(new ContractTypes(rich, withoutBuildings).object('Tenant'), 'address');
    expect(name).toBe('Address');
  });
});

describe('an interface', () => {
  test('holds what each of its types shows as the same rung', () => {
    expect(printed('Sited')).toBe(`"""What is about a building."""
interface Sited implements Placed {
  """By which it is named."""
  id: ID!

  """Where."""
  building: Building
  status: LeaseStatus

  """
  The year only.
  
  Since when.
  """
  startedOnYear: Int
}`);
    expect(printed('Placed')).toBe('"""What has a key."""\ninterface Placed {\n  id: ID!\n}');
  });

  test('promises no value, though its types do: another might come', () => {
    expect(printed('Named')).toBe('"""What has a name."""\ninterface Named {\n  id: ID!\n  name: String\n}');
  });

  test('holds more where fewer of its types are in the contract', () => {
    expect(printed('Sited', manager)).toContain('  """Since when."""\n  startedOn: Date\n');
  });
});

test('a union is of those of its types that are in the contract', () => {
  expect(printed('Some')).toBe('"""What an agency did."""\nunion Some = Lease | Visit | Agency');
  expect(printed('Some', manager)).toBe('"""What an agency did."""\nunion Some = Lease | Agency');
});

describe('a page', () => {
  test('is a connection of rows, each with its cursor', () => {
    const page = new ContractTypes(rich, agency).connection('Lease');
    expect(printType(page)).toBe(`"""A page of Lease."""
type LeaseConnection {
  """The rows of the page, each with its cursor."""
  edges: [LeaseEdge!]!

  """The rows of the page."""
  nodes: [Lease!]!

  """Whether more follow, and from where."""
  pageInfo: PageInfo!
}`);
    expect(printedOf(page, 'edges')).toBe(`"""A row of a page of Lease."""
type LeaseEdge {
  """For \`after\`."""
  cursor: String!

  """The row."""
  node: Lease!
}`);
    expect(printedOf(page, 'pageInfo')).toBe(`"""Where a page ends."""
type PageInfo {
  """Whether more rows follow."""
  hasNextPage: Boolean!

  """The cursor of the last row."""
  endCursor: String
}`);
  });

  test("may be of the engine's own rows", () => {
    const types = new ContractTypes(rich, agency);
    const row = rich.schema.getType('RegisteredAccount');
    if (!isObjectType(row)) throw new Error('no type RegisteredAccount');
    expect(typeOf(types.connection('RegisteredAccount', row), 'nodes')).toBe(row);
  });
});

test('each type is made once, so that all who name it mean the same', () => {
  const types = new ContractTypes(rich, agency);
  const tenant = types.object('Tenant');
  const lease = typeOf(types.connection('Lease'), 'nodes');
  expect(types.object('Tenant')).toBe(tenant);
  expect(typeOf(lease, 'tenant')).toBe(tenant);
  expect(types.output('Sited')).toBe(types.output('Sited'));
  expect(types.output('Some')).toBe(types.output('Some'));
  expect(types.connection('Lease')).toBe(types.connection('Lease'));
  expect(typeOf(types.connection('Lease'), 'edges')).toBe(typeOf(types.connection('Lease'), 'edges'));
  expect(typeOf(types.connection('Tenant'), 'edges').name).toBe('TenantEdge');
  expect(typeOf(types.connection('Tenant'), 'pageInfo')).toBe(typeOf(types.connection('Lease'), 'pageInfo'));
});
