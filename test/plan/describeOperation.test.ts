/** What is said of an operation before anybody asks it: all that any arguments let it read, compare and write, and its largest cost. */
import type { DocumentNode } from 'graphql';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import type { OperationReading, ReadField } from '../../src/plan/describeOperation.js';
import { describeOperation } from '../../src/plan/describeOperation.js';
import type { CompiledPolicy, RolePolicy } from '../../src/policy/compiled.js';
import { compiled as tenancy } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { refusalIn, sourceOf } from './source.js';

const rental = compiled(rentalFolder);
const ofLeases = '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"';
/** The building of what begins is told by its name; a manager authenticates afresh for the list of leases. */
const tenancies = tenancy(
  ['building: ID! @sets(field: "building")', 'building: String! @sets(field: "building.name")'],
  [
    'MANAGER @party(as: CONTROLLER)',
    'MANAGER @party(as: CONTROLLER, acr: "https://refeds.org/profile/mfa", stepUpAge: "PT5M")',
  ],
  [`leases: [Lease!]\n    ${ofLeases})`, `leases: [Lease!]\n    ${ofLeases}, stepUp: true)`],
);

const agent = { role: 'AGENT', purpose: 'LETTING' };
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };
const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' };
const agency = { role: 'AGENCY', purpose: 'LETTING' };

/** Values for whatever an operation declares: none of them is read. */
const variables = { n: 3, m: 4, yes: true, id: 'x', by: {}, input: {}, rows: [] };

interface Said {
  readonly role: string;
  readonly purpose: string;
  readonly query: string;
  readonly operationName?: string;
}

function reading(said: Said, policy = rental): OperationReading {
  return describeOperation(sourceOf(policy, { variables, ...said }));
}

const exact = (...coordinates: readonly string[]): readonly ReadField[] =>
  coordinates.map((coordinate) => ({ coordinate, precision: 'EXACT', stepUp: false }));
const key = (coordinate: string): ReadField => ({ coordinate, precision: 'PSEUDONYM', stepUp: false });

/** By the agent's bound. */
const nothing: OperationReading = { roots: [], reads: [], compares: [], writes: [], rows: 0, cost: 0, bound: 5000 };

describe('an operation that reads', () => {
  it('names each root of the store, then the engine’s, and the fields of every row', () => {
    const query = `{ me { role } t: tenants(first: 3) { nodes { id surname phoneLast2 } } dwellings(first: 1) { nodes { id } }
      isMyTenant(fileNumber: "a", surname: "b") currentIds(type: "Tenant", ids: [], from: "x") notices(first: 1) { nodes { id } } }`;
    expect(reading({ ...landlord, query })).toEqual({
      ...nothing,
      roots: ['Query.tenants', 'Query.dwellings', 'Query.currentIds', 'Query.isMyTenant', 'Query.notices'],
      reads: [
        key('Dwelling.id'),
        key('Tenant.id'),
        { coordinate: 'Tenant.phoneLast2', precision: 'LAST2', stepUp: false },
        ...exact('Tenant.surname'),
      ],
      compares: ['Tenant.fileNumber', 'Tenant.surname'],
      rows: 3 + 1,
      cost: 3 * 2 + 1 + 2,
      bound: 2000,
    });
  });

  it('counts the rows below rows, a page of a variable as the largest of the role', () => {
    const query = `query ($id: ID!, $n: Int!) { tenant(id: $id) { surname forename leases(first: $n) {
      nodes { rent dwelling { rooms landlord { name } } } } } }`;
    expect(reading({ ...agent, query })).toEqual({
      ...nothing,
      roots: ['Query.tenant'],
      reads: exact(
        'Dwelling.landlord',
        'Dwelling.rooms',
        'Landlord.name',
        'Lease.dwelling',
        'Lease.rent',
        'Tenant.forename',
        'Tenant.leases',
        'Tenant.surname',
      ),
      rows: 1 + 25 * 3,
      cost: 2 + 25 * 3,
    });
  });

  it('counts a page of a variable at a root, too, and takes a page that the text states for what it is', () => {
    const query = 'query ($n: Int!) { tenants(first: $n) { nodes { leases(first: 4) { nodes { rent status } } } } }';
    expect(reading({ ...agent, query })).toMatchObject({ rows: 25 * 5, cost: 25 * (1 + 4 * 2) });
    const least = '{ tenants(after: "x", first: 1) { nodes { leases(first: 1) { nodes { rent } } } } }';
    expect(reading({ ...agent, query: least })).toMatchObject({ rows: 2, cost: 2 });
  });

  it('says no more than the bound, above which a request is refused', () => {
    const query =
      'query ($n: Int!) { tenants(first: $n) { nodes { leases(first: $n) { nodes { rent status tenant { dealings(first: $n) { nodes { __typename } } } } } } } }';
    expect(reading({ ...agent, query })).toMatchObject({ rows: 25 + 25 * 25 * (2 + 2 * 25), cost: 5000, bound: 5000 });
  });

  it('compares what any of its lookups may compare, and opens the candidates of the dearest', () => {
    const query = '{ findTenant(by: { fileNumber: "a", surname: "b" }) { id version } }';
    expect(reading({ ...agent, query })).toEqual({
      ...nothing,
      roots: ['Query.findTenant'],
      reads: [key('Tenant.id'), key('Tenant.version')],
      compares: ['Tenant.born', 'Tenant.fileNumber', 'Tenant.surname'],
      rows: 1,
      cost: 1 + 500 * 2,
    });
  });

  it('compares what it filters by', () => {
    const query = '{ dwellings(first: 2, filter: { landlord: "x" }) { nodes { rooms } } }';
    expect(reading({ ...agent, query }).compares).toEqual(['Dwelling.landlord']);
  });

  it('names a root of several types once, with the rows of each', () => {
    const query =
      '{ dealing(id: "x") { ... on Lease { rent } ... on Repair { complaint } } other: dealing(id: "y") { ... on Repair { id } } }';
    expect(reading({ ...agent, query })).toEqual({
      ...nothing,
      roots: ['Query.dealing', 'Query.dealing'],
      reads: [...exact('Lease.rent', 'Repair.complaint'), key('Repair.id')],
      rows: 4,
      cost: 4,
    });
  });

  it('says what asks for a fresh authentication: a value, or a list as such', () => {
    const values = '{ tenants(first: 1) { nodes { forwarding { postcode line } } } }';
    expect(reading({ ...agent, query: values }).reads).toEqual([
      { coordinate: 'Tenant.forwarding.line', precision: 'EXACT', stepUp: true },
      ...exact('Tenant.forwarding.postcode'),
    ]);
    const list = '{ tenants(first: 1) { nodes { leases(first: 1) { nodes { building { name } } } } } }';
    expect(reading({ ...manager, query: list }, tenancies).reads).toEqual([
      ...exact('Building.name', 'Lease.building'),
      { coordinate: 'Tenant.leases', precision: 'EXACT', stepUp: true },
    ]);
  });

  it('reads nothing where it asks the engine alone', () => {
    expect(reading({ ...agent, query: '{ me { role } __typename }' })).toEqual(nothing);
  });
});

describe('what a variable could leave out is in, and what the text leaves out is not', () => {
  const readsOf = (selection: string, fragments = ''): readonly string[] => {
    const query = `query ($yes: Boolean!) { tenants(first: 1) { nodes { ${selection} } } } ${fragments}`;
    return reading({ ...agent, query }).reads.map(({ coordinate }) => coordinate);
  };

  it.each([
    ['surname @include(if: $yes) forename @skip(if: $yes)', '', ['Tenant.forename', 'Tenant.surname']],
    ['surname @include(if: true) forename @include(if: $yes)', '', ['Tenant.forename', 'Tenant.surname']],
    ['surname @skip(if: true) forename @skip(if: $yes)', '', ['Tenant.forename']],
    ['surname @include(if: false) @skip(if: $yes) forename', '', ['Tenant.forename']],
    ['... @skip(if: $yes) { born } surname', '', ['Tenant.born', 'Tenant.surname']],
    ['...F @include(if: $yes)', 'fragment F on Tenant { id born @skip(if: $yes) }', ['Tenant.born', 'Tenant.id']],
  ])('%s', (selection, fragments, coordinates) => {
    expect(readsOf(selection, fragments)).toEqual(coordinates);
  });
});

test('of a document with several operations, it speaks of the one', () => {
  const query = `query One { tenants(first: 1) { nodes { ...F } } } query Two { dwellings(first: 1) { nodes { rooms } } }
    mutation Three { handOver(lease: "x") { errors { row } } } fragment F on Tenant { surname }`;
  const rootsOf = (operationName: string): readonly string[] => reading({ ...landlord, query, operationName }).roots;
  expect(['One', 'Two', 'Three'].map(rootsOf)).toEqual([['Query.tenants'], ['Query.dwellings'], ['Mutation.handOver']]);
});

describe('an operation that writes', () => {
  it('sets what its inputs may give and what it states itself, and brings rows below the written one', () => {
    const query = `mutation ($n: Int!) { giveBack(lease: "x", endsOn: "2024-01-01") { errors { row } lease { id rent } }
      tenant: handOver(lease: "y") { lease { tenant { leases(first: $n) { nodes { status } } } } } }`;
    expect(reading({ ...landlord, query })).toEqual({
      ...nothing,
      roots: ['Mutation.giveBack', 'Mutation.handOver'],
      reads: [key('Lease.id'), ...exact('Lease.rent', 'Lease.status', 'Lease.tenant', 'Tenant.leases')],
      writes: ['Lease.endsOn', 'Lease.status'],
      rows: 1 + (1 + 1 + 10),
      cost: 2 + 1 + (1 + 1 + 1 + 10),
      bound: 2000,
    });
  });

  it('sets neither the row that it names nor the version that it has seen', () => {
    const query = 'mutation { correctTenant(input: { id: "x", version: "v", phone: null }) { errors { row } } }';
    expect(reading({ ...agent, query })).toEqual({
      ...nothing,
      roots: ['Mutation.correctTenant'],
      writes: ['Tenant.forwarding.line', 'Tenant.phone'],
      rows: 1,
      cost: 4,
    });
  });

  it('makes a person with the record that follows', () => {
    const query = 'mutation { registerTenant(input: { number: "1", birthName: "b", from: "2024-01-01" }) { receipt } }';
    expect(reading({ ...manager, query }, tenancies)).toEqual({
      ...nothing,
      roots: ['Mutation.registerTenant'],
      writes: [
        'Mandate.account',
        'Mandate.startsOn',
        'Tenant.address.line',
        'Tenant.address.postcode',
        'Tenant.birthDate',
        'Tenant.birthName',
        'Tenant.number',
        'Tenant.registeredOn',
      ],
      rows: 2,
      cost: 7,
    });
  });

  it('makes a record of a person, among entities', () => {
    const query = `mutation ($input: OfferLease!) { offerLease(input: $input) { lease { building { name } } } }`;
    const input = { tenant: 't', agency: 'a', building: 'b', offeredOn: '2024-01-01' };
    const source = sourceOf(tenancies, { ...manager, query, variables: { input } });
    expect(describeOperation(source)).toMatchObject({
      writes: ['Lease.agency', 'Lease.building', 'Lease.offeredOn', 'Lease.status', 'Lease.tenant'],
      rows: 2,
      cost: 4 + 1 + 1,
    });
  });

  it('writes as many rows as it takes, each held to what it compares', () => {
    const query =
      'mutation ($rows: [StartLease!]!) { startLeases(building: "b", key: "k", rows: $rows) { errors { row } } }';
    expect(reading({ ...agency, query }, tenancies)).toEqual({
      ...nothing,
      roots: ['Mutation.startLeases'],
      compares: ['Building.name'],
      writes: ['Lease.startedOn', 'Lease.status'],
      rows: 500,
      cost: 500 * 3,
      bound: 2000,
    });
  });

  it('asks for a link with a person whom it compares, without writing of it yet', () => {
    const query = 'mutation { requestTenancy(fileNumber: "a", surname: "b", dwelling: "d") }';
    expect(reading({ ...landlord, query })).toEqual({
      ...nothing,
      roots: ['Mutation.requestTenancy'],
      compares: ['Tenant.fileNumber', 'Tenant.surname'],
      writes: ['Lease.dwelling'],
      rows: 1,
      cost: 2 + 1,
      bound: 2000,
    });
  });

  it('of the engine alone writes nothing to the store', () => {
    const query = 'mutation { acknowledgeNotices(ids: []) stop: stopAccount(account: "b", reason: "x") { state } }';
    const roots = ['Mutation.stopAccount', 'Mutation.acknowledgeNotices'];
    expect(reading({ ...landlord, query })).toEqual({ ...nothing, roots, bound: 2000 });
  });
});

describe('an operation that opens for one person', () => {
  const open = (payload: string): string =>
    `mutation { openCounter(fileNumber: "a", surname: "b", reason: PAYMENT) { errors { row } ${payload} } }`;

  it('compares who it is, and shows the person', () => {
    expect(reading({ ...agent, query: open('tenant { surname leases(first: 3) { nodes { rent } } }') })).toEqual({
      ...nothing,
      roots: ['Mutation.openCounter'],
      reads: exact('Lease.rent', 'Tenant.leases', 'Tenant.surname'),
      compares: ['Tenant.fileNumber', 'Tenant.surname'],
      rows: 1 + 3,
      cost: 2 + 1 + 3,
    });
  });

  it('or nothing of it', () => {
    expect(reading({ ...agent, query: open('') })).toEqual({
      ...nothing,
      roots: ['Mutation.openCounter'],
      compares: ['Tenant.fileNumber', 'Tenant.surname'],
      cost: 2,
    });
  });
});

/** The policy with a smaller cost for one role. */
function within(cost: number, { role }: { readonly role: string }, policy = rental): CompiledPolicy {
  const known = policy.roles.get(role);
  invariant(known, 'there is such a role');
  const small: RolePolicy = { ...known, bound: { ...known.bound, cost } };
  return { ...policy, roles: new Map([...policy.roles, [role, small]]) };
}

describe('what no arguments could make right is refused', () => {
  it.each([
    [
      'a subscription',
      'subscription { tenants(first: 1) { nodes { id } } }',
      'BAD_REQUEST',
      'There are no subscriptions.',
    ],
    [
      'a page over the cap',
      '{ tenants(first: 26) { nodes { id } } }',
      'PAGE_TOO_LARGE',
      'tenants(first: 26) is over the cap of 25.',
    ],
    [
      'a page below rows over the cap',
      '{ tenant(id: "x") { leases(first: 30) { nodes { id } } } }',
      'PAGE_TOO_LARGE',
      'leases(first: 30) is over the cap of 25.',
    ],
    [
      'a page of nobody, with which another would cost less',
      '{ tenants(first: -5) { nodes { id } } t: tenants(first: 5) { nodes { id } } }',
      'ARGUMENT_INVALID',
      'tenants(first:) must be 1 or more.',
    ],
    [
      'a page over the cap in what a write shows',
      'mutation { correctTenant(input: { id: "x" }) { tenant { leases(first: 26) { nodes { id } } } } }',
      'PAGE_TOO_LARGE',
      'leases(first: 26) is over the cap of 25.',
    ],
    [
      'a write beside an opening',
      'mutation { correctTenant(input: { id: "x" }) { errors { row } } openLeak(file: "a", name: "b", reason: "c") { errors { row } } }',
      'BAD_REQUEST',
      'An operation opens for one person and does nothing else: send one request for each.',
    ],
  ])('%s', (_title, query, code, message) => {
    const source = { ...sourceOf(rental, { ...agent, query: '{ me { role } }' }), ...documentOf(query) };
    expect(refusalIn(() => describeOperation(source))).toMatchObject({ code, message });
  });

  it('a purpose that the role has not', () => {
    const query = '{ tenants(first: 1) { nodes { surname } } }';
    expect(refusalIn(() => reading({ role: 'AGENT', purpose: 'GUARANTEE', query })).code).toBe('FIELD_NOT_FOR_PURPOSE');
  });

  it.each([
    ['a page of one', 'query ($n: Int!) { tenants(first: $n) { nodes { surname forename born } } }', 3, 'open'],
    ['a page of what the text states', '{ tenants(first: 3) { nodes { surname } } }', 3, 'open'],
    ['a lookup by its cheapest set', 'query ($by: TenantBy!) { findTenant(by: $by) { surname } }', 1 + 2, 'open'],
    ['an opening', 'mutation { openLeak(file: "a", name: "b", reason: "c") { tenant { phone } } }', 2 + 1, 'open'],
    ['a write', 'mutation { correctTenant(input: { id: "x" }) { tenant { phone surname } } }', 4 + 2, 'write'],
  ])('%s that costs more than the bound, and not one that costs as much', (_title, query, cost, doing) => {
    expect(reading({ ...agent, query }, within(cost, agent))).toMatchObject({ cost, bound: cost });
    expect(refusalIn(() => reading({ ...agent, query }, within(cost - 1, agent)))).toEqual({
      code: 'COST_TOO_HIGH',
      message: `The operation may ${doing} ${String(cost)} fields; the bound is ${String(cost - 1)}.`,
      extensions: { cost, bound: cost - 1 },
    });
  });

  it('a link that is asked for', () => {
    const query = 'mutation { requestTenancy(fileNumber: "a", surname: "b", dwelling: "d") }';
    expect(refusalIn(() => reading({ ...landlord, query }, within(2, landlord))).message).toBe(
      'The operation may write 3 fields; the bound is 2.',
    );
  });

  it('but no write of many rows for what many would cost', () => {
    const query =
      'mutation ($rows: [StartLease!]!) { startLeases(building: "b", key: "k", rows: $rows) { errors { row } } }';
    expect(reading({ ...agency, query }, within(3, agency, tenancies))).toMatchObject({ rows: 500, cost: 3 });
  });
});

function documentOf(query: string): {
  readonly document: DocumentNode;
  readonly operation: NonNullable<ReturnType<typeof getOperationAST>>;
} {
  const document = parse(query);
  const operation = getOperationAST(document);
  invariant(operation, 'there is one operation');
  return { document, operation };
}

test('what is said is not changed any more', () => {
  const said = reading({ ...agent, query: '{ tenants(first: 1) { nodes { surname } } }' });
  const parts = [said, said.roots, said.reads, said.compares, said.writes];
  expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
});
