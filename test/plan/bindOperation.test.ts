/** What one request's variables make of a template: pages within the bound, one lookup, filters, the cost. */
import { Kind } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import type { Refusal } from '../../src/kernel/refusal.js';
import { bindOperation, bindRequest, givenArguments, requireCost, requirePage } from '../../src/plan/bindOperation.js';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { RequestPlan } from '../../src/plan/requestPlan.js';
import type { Bound } from '../../src/policy/compiled.js';
import { compiled as tenancy, roleOf } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import type { Asked } from './planning.js';
import { askingOf, goodStanding } from './planning.js';
import { refusalIn, sourceOf } from './source.js';

const email = '  email: Email\n    @personal(category: CONTACT)\n    @disclose(to: [MANAGER], for: [MANAGEMENT';
/** Managers let homes too, and write to tenants then; they neither look anybody up for that nor compare dates. */
const policy = tenancy([email, `${email}, LETTING`]);
const rental = compiled(rentalFolder);

type Question = Omit<Asked, 'asking'>;
const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' };
const lettingManager = { role: 'MANAGER', purpose: 'LETTING' };
const agency = { role: 'AGENCY', purpose: 'LETTING' };
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };

function bound(asked: Question, of = policy): RequestPlan {
  const source = sourceOf(of, asked);
  return bindRequest(compileOperation(source), source.variables);
}

function refused(asked: Question): Refusal {
  return refusalIn(() => bound(asked));
}

describe('a root asks', () => {
  test.each<readonly [title: string, asked: Question, request: unknown, scope: string]>([
    [
      'one row by its id',
      { ...manager, query: '{ tenant(id: "t-1") { birthName } }' },
      { kind: 'node', id: 't-1' },
      'tenant',
    ],
    [
      'the row of the person',
      { role: 'TENANT', purpose: 'OWN_FILE', query: '{ myself { birthName } }' },
      { kind: 'self' },
      'myself',
    ],
    [
      'a page',
      { ...manager, query: '{ buildings(first: 7) { nodes { name } } }' },
      { kind: 'list', first: 7, after: undefined, changedSince: undefined, filter: [] },
      'buildings',
    ],
    [
      'the page after another',
      { ...agency, query: '{ leases(after: "c", first: 7) { nodes { status } } }' },
      { kind: 'list', first: 7, after: 'c', changedSince: undefined, filter: [] },
      'leases',
    ],
    [
      'a page of what compares',
      {
        ...agency,
        query: '{ leases(first: 7, filter: { status: RUNNING, building: "b-1" }) { nodes { id } } }',
      },
      {
        kind: 'list',
        first: 7,
        after: undefined,
        changedSince: undefined,
        filter: [
          { column: 'building_id', openness: 0, value: 'b-1' },
          { column: 'status', openness: 0, value: 'RUNNING' },
        ],
      },
      'leases\nfilter={"building":"b-1","status":"RUNNING"}',
    ],
  ])('%s', (_title, asked, request, scope) => {
    const [root] = bound(asked).roots;
    expect([root?.request, root?.cursorScope]).toEqual([request, scope]);
  });

  it('what has changed since, whose cursors hold for that since alone', () => {
    const query =
      'query ($since: DateTime) { tenants(first: 2, changedSince: $since, filter: { registered: "2026-02-03" }) { nodes { id } } }';
    const since = new Date('2026-01-01T00:00:00Z');
    const [root] = bound({ ...manager, query, variables: { since } }).roots;
    expect(root?.request).toEqual({
      kind: 'list',
      first: 2,
      after: undefined,
      changedSince: since,
      filter: [{ column: 'registered_on', openness: 1, value: '2026-02-03' }],
    });
    expect(root?.cursorScope).toBe(
      'tenants\nchangedSince="2026-01-01T00:00:00.000Z"\nfilter={"registered":"2026-02-03"}',
    );
  });

  it('nothing by what is null', () => {
    const query = '{ tenants(first: 2, after: null, changedSince: null, filter: null) { nodes { id } } }';
    const page = { kind: 'list', first: 2, after: undefined, changedSince: undefined, filter: [] };
    expect(bound({ ...manager, query }).roots[0]?.request).toEqual(page);
    const member = 'query ($b: ID) { leases(first: 2, filter: { status: null, building: $b }) { nodes { id } } }';
    expect(bound({ ...agency, query: member }).roots[0]?.request).toEqual(page);
    expect(bound({ ...agency, query: member, variables: { b: null } }).roots[0]?.request).toEqual(page);
  });

  it('one person by a set, with what was given of it and where it is compared', () => {
    const query =
      'query ($none: PartialDate) { findTenant(by: { birthName: "Exemple", number: "1", birthDate: $none }) { email } }';
    const { roots } = bound({ ...manager, query, variables: { none: null } });
    const [root] = roots;
    expect(root?.request).toEqual({
      kind: 'find',
      index: policy.types.get('Tenant')?.indexes.find(({ fields }) => fields.join() === 'number,birthName'),
      wanted: [
        { field: policy.types.get('Tenant')?.fields.get('number'), column: 0, value: '1' },
        { field: policy.types.get('Tenant')?.fields.get('birthName'), column: 1, value: 'Exemple' },
      ],
    });
    expect(root?.selection.rows.columns.map(({ column }) => column)).toEqual(['number', 'birth_name', 'email']);
    expect(root?.cursorScope).toBe('findTenant');
  });
});

describe('what is compared', () => {
  const find = (by: string): Question => ({ ...manager, query: `{ findTenant(by: { ${by} }) { id } }` });

  it('is read, where the arguments choose it', () => {
    expect(bound(find('birthName: "Exemple", birthDate: "1990"')).coordinates).toEqual([
      'Query.findTenant',
      'Tenant.birthDate',
      'Tenant.birthName',
      'Tenant.id',
    ]);
    expect(bound(find('birthName: "Exemple", number: "1"')).coordinates).toEqual([
      'Query.findTenant',
      'Tenant.birthName',
      'Tenant.id',
      'Tenant.number',
    ]);
    const query = '{ leases(first: 1, filter: { building: "b" }) { nodes { id } } }';
    expect(bound({ ...manager, query }).coordinates).toEqual(['Lease.building', 'Lease.id', 'Query.leases']);
  });

  it('is an id, where ids are mapped', () => {
    const query = '{ currentIds(type: "Lease", ids: ["a"], from: "old") tenant(id: "t") { email } }';
    const { coordinates, stepUp } = bound({ ...manager, query });
    expect({ coordinates, stepUp }).toEqual({
      coordinates: ['Lease.id', 'Query.currentIds', 'Query.tenant', 'Tenant.email'],
      stepUp: [],
    });
  });

  it('adds nothing where they choose nothing: what is read was named once, with the template', () => {
    const source = sourceOf(policy, { ...manager, query: '{ leases(first: 1) { nodes { startedOn } } }' });
    const template = compileOperation(source);
    expect(bindRequest(template, {}).coordinates).toBe(template.coordinates);
    expect(template.coordinates).toEqual(['Lease.startedOn', 'Query.leases']);
  });
});

describe('a request is refused', () => {
  test.each<readonly [title: string, asked: Question, refusal: Refusal]>([
    [
      'that looks somebody up for a purpose without lookups',
      { ...lettingManager, query: '{ findTenant(by: { birthName: "Exemple", number: "1" }) { email } }' },
      { code: 'SEARCH_NOT_FOR_PURPOSE', message: 'Query.findTenant has no lookup for this purpose.' },
    ],
    [
      'that looks somebody up by nothing',
      { ...manager, query: '{ findTenant(by: {}) { email } }' },
      {
        code: 'ARGUMENT_INVALID',
        message: 'Query.findTenant(by:) takes just one of { birthName, birthDate } or { number, birthName }.',
      },
    ],
    [
      'that looks somebody up by more than a set',
      { ...manager, query: '{ findTenant(by: { birthName: "Exemple", number: "1", birthDate: "1990" }) { email } }' },
      {
        code: 'ARGUMENT_INVALID',
        message: 'Query.findTenant(by:) takes just one of { birthName, birthDate } or { number, birthName }.',
      },
    ],
    [
      'that looks somebody up by half of a set, the other half null',
      { ...manager, query: '{ findTenant(by: { birthName: "Exemple", number: null }) { email } }' },
      {
        code: 'ARGUMENT_INVALID',
        message: 'Query.findTenant(by:) takes just one of { birthName, birthDate } or { number, birthName }.',
      },
    ],
    [
      'that compares what the purpose does not open',
      { ...lettingManager, query: '{ tenants(first: 1, filter: { registered: "2026-02-03" }) { nodes { email } } }' },
      {
        code: 'FIELD_NOT_FOR_PURPOSE',
        message: 'TenantFilter.registered cannot be compared for this purpose.',
      },
    ],
    [
      'whose variable is null after all',
      {
        ...manager,
        query: 'query ($n: Int = 5) { tenants(first: $n) { nodes { email } } }',
        variables: { n: null },
      },
      { code: 'ARGUMENT_INVALID', message: 'Argument "first" of non-null type "Int!" must not be null.' },
    ],
    [
      'that asks below a lookup for the page after another',
      {
        ...manager,
        query: `{ findTenant(by: { birthName: "Exemple", number: "1" }) { leases(first: 1, after: "c") { nodes { id } } } }`,
      },
      { code: 'CURSOR_INVALID', message: "leases(after:) has no place below a lookup: ask by the row's id." },
    ],
    [
      'that asks far below a lookup for the page after another',
      {
        ...manager,
        query: `{ findTenant(by: { birthName: "Exemple", number: "1" }) {
          one: leases(first: 1) { nodes { building { name } } }
          leases(first: 1) { nodes { building { leases(first: 1, after: "c") { nodes { id } } } } } } }`,
      },
      { code: 'CURSOR_INVALID', message: "leases(after:) has no place below a lookup: ask by the row's id." },
    ],
    [
      'that opens more than the bound',
      { ...agency, query: '{ leases(first: 50) { nodes { status tenant { leases(first: 40) { nodes { id } } } } } }' },
      {
        code: 'COST_TOO_HIGH',
        message: 'The operation may open 2100 fields; the bound is 2000.',
        extensions: { cost: 2100, bound: 2000 },
      },
    ],
    [
      'that maps more ids than an operation maps',
      {
        ...manager,
        query: 'query ($ids: [ID!]!) { currentIds(type: "Tenant", ids: $ids, from: "old") }',
        variables: { ids: Array.from({ length: 501 }, () => 'id') },
      },
      {
        code: 'ARGUMENT_INVALID',
        message: 'currentIds(ids:) takes 500 in an operation, not 501.',
        extensions: { cap: 500 },
      },
    ],
  ])('%s', (_title, asked, refusal) => {
    expect(refused(asked)).toEqual(refusal);
  });

  it('not when it asks below a page, or below a row by its id, for the page after another', () => {
    const query = `{ tenants(first: 2) { nodes { leases(first: 1, after: "c") { nodes { id } } } }
      tenant(id: "t") { leases(first: 3, after: "d") { nodes { id } } } }`;
    expect([...bound({ ...manager, query }).pages.values()]).toEqual([
      { first: 1, after: 'c' },
      { first: 3, after: 'd' },
    ]);
  });
});

describe('a page', () => {
  const cap10: Bound = { page: 10, cost: 100, persons: [], misses: [] };

  test.each<readonly [title: string, given: Readonly<Record<string, unknown>>, refusal: Refusal]>([
    ['has a size', {}, { code: 'PAGE_SIZE_MISSING', message: 'tenants needs the argument first.' }],
    [
      'is within the bound of the role',
      { first: 11 },
      {
        code: 'PAGE_TOO_LARGE',
        message: 'tenants(first: 11) is over the cap of 10.',
        extensions: { cap: 10 },
      },
    ],
    [
      'has at least one row',
      { first: 0 },
      { code: 'ARGUMENT_INVALID', message: 'tenants(first:) must be 1 or more.', extensions: { cap: 10 } },
    ],
  ])('%s', (_title, given, refusal) => {
    expect(refusalIn(() => requirePage('tenants', given, cap10))).toEqual(refusal);
  });

  it('starts at the beginning, or after a cursor', () => {
    expect(requirePage('tenants', { first: 10, after: null }, cap10)).toEqual({ first: 10, after: undefined });
    expect(requirePage('tenants', { first: 1, after: 'c' }, cap10)).toEqual({ first: 1, after: 'c' });
  });
});

describe('the cost', () => {
  test.each<readonly [title: string, caller: typeof manager, query: string, cost: number]>([
    ['of a row is its fields', manager, '{ tenant(id: "t") { email birthName address { line } } }', 3],
    ['of a page is that of its rows', manager, '{ tenants(first: 6) { nodes { email birthName } } }', 12],
    [
      'counts what a relation leads to',
      agency,
      '{ leases(first: 3) { nodes { status tenant { email birthName } building { name } } } }',
      3 * (1 + 2 + 1),
    ],
    [
      'multiplies lists below lists',
      manager,
      '{ tenants(first: 3) { nodes { email leases(first: 4) { nodes { startedOn building { name floors } } } } } }',
      3 * (1 + 4 * (1 + 2)),
    ],
    [
      'of two roots is that of both',
      manager,
      '{ a: tenant(id: "t") { email } b: buildings(first: 5) { nodes { name } } }',
      6,
    ],
    [
      'of a lookup counts what is compared beside what is shown',
      manager,
      '{ findTenant(by: { birthName: "Exemple", number: "1" }) { email leases(first: 2) { nodes { startedOn } } } }',
      1 + 2 + 2,
    ],
  ])('%s', (_title, caller, query, cost) => {
    expect(bound({ ...caller, query }).cost).toBe(cost);
  });

  it('of a match is what it compares, beside that of the rows', () => {
    const query = `{ a: isMyTenant(fileNumber: "T-1", surname: "Exemple") b: isMyTenant(fileNumber: "T-2", surname: "Exemple")
      tenant(id: "t") { surname } }`;
    const plan = bound({ ...landlord, query }, rental);
    expect(plan.cost).toBe(2 + 2 + 1);
    expect(plan.matches.map(({ values }) => values.wanted.map(({ value }) => value))).toEqual([
      ['T-1', 'Exemple'],
      ['T-2', 'Exemple'],
    ]);
  });

  it('may be what the bound says, and not one more, of what is opened and of what is written', () => {
    const { bound: most } = roleOf(policy, 'AGENCY');
    expect(() => {
      requireCost(2000, most, 'open');
    }).not.toThrow();
    expect(
      refusalIn(() => {
        requireCost(2001, most, 'write');
      }),
    ).toEqual({
      code: 'COST_TOO_HIGH',
      message: 'The operation may write 2001 fields; the bound is 2000.',
      extensions: { cost: 2001, bound: 2000 },
    });
  });
});

describe('who may not ask just now', () => {
  const judged = (asked: Question): RequestPlan => {
    const source = sourceOf(rental, asked);
    const asking = askingOf(source.role, { standing: { ...goodStanding, isSubmissionOnly: true } });
    return bindOperation(compileOperation(source), source.variables, asking);
  };
  const match = 'isMyTenant(fileNumber: "T-1", surname: "Exemple")';
  const mapping = 'currentIds(type: "Tenant", ids: ["a"], from: "old")';

  test.each([
    ['a row', '{ tenant(id: "t") { surname } }'],
    ['ids', `{ ${mapping} }`],
    ['a match', `{ ${match} }`],
    ['ids and a match', `{ ${mapping} ${match} }`],
  ])('is refused %s', (_title, query) => {
    expect(refusalIn(() => judged({ ...landlord, query })).code).toBe('SUBMISSION_ONLY');
  });

  it('is told who it is all the same', () => {
    expect(judged({ ...landlord, query: '{ me { role } }' })).toMatchObject({ roots: [], cost: 0 });
  });
});

it('takes arguments as GraphQL does: defaults, variables, lists of one', () => {
  const asked = {
    ...manager,
    query: 'query ($from: String = "old") { currentIds(type: "Tenant", ids: "a", from: $from) }',
  };
  const { operation, schema, variables } = sourceOf(policy, asked);
  const [node] = operation.selectionSet.selections;
  const definition = schema.getQueryType()?.getFields()['currentIds'];
  if (node?.kind !== Kind.FIELD || definition === undefined) throw new Error('the contract maps ids');
  expect(givenArguments(definition, node, variables)).toEqual({ type: 'Tenant', ids: ['a'], from: 'old' });
});
