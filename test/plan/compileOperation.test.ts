/** What of an operation no variable changes: its roots and what they read, or the refusal that names what is not granted. */
import { describe, expect, it } from 'vitest';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { OperationTemplate, RootTemplate } from '../../src/plan/requestPlan.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { refusalIn, sourceOf } from './source.js';
import type { Sourced } from './source.js';

const policy = compiled(rentalFolder);
const agent = { role: 'AGENT', purpose: 'LETTING' };
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };
const tenant = { role: 'TENANT', purpose: 'OWN_FILE' };

function template(asked: Sourced): OperationTemplate {
  return compileOperation(sourceOf(policy, asked));
}

function rootsOf(query: string, variables = {}): readonly RootTemplate[] {
  return template({ ...agent, query, variables }).roots;
}

/** What the rows of a root show. */
function shown({ selection }: RootTemplate): readonly string[] {
  return selection.leaves.map(({ grant }) => grant.name);
}

describe('an operation', () => {
  it('has a root for each response key that reads the store, in their order', () => {
    const roots = rootsOf(
      '{ b: tenant(id: "1") { surname } a: dwellings(first: 1) { nodes { rooms } } tenant(id: "2") { born } }',
    );
    expect(
      roots.map(({ responseKey, root, node, definition }) => [
        responseKey,
        root.name,
        node.name.value,
        definition.name,
      ]),
    ).toEqual([
      ['b', 'tenant', 'tenant', 'tenant'],
      ['a', 'dwellings', 'dwellings', 'dwellings'],
      ['tenant', 'tenant', 'tenant', 'tenant'],
    ]);
  });

  it('has none for what the engine and GraphQL answer themselves', () => {
    const query = `{ __typename __schema { description } __type(name: "Tenant") { name } me { role } accounts(first: 1) { nodes { id } } }`;
    expect(template({ ...agent, query })).toEqual({
      roots: [],
      mappings: [],
      matches: [],
      bound: policy.roles.get('AGENT')?.bound,
      reusable: true,
      coordinates: [],
      stepUp: [],
    });
  });

  it('is frozen, and serves every request', () => {
    const made = template({ ...agent, query: '{ tenant(id: "1") { surname } }' });
    expect(made.reusable).toBe(true);
    expect([made, made.roots, made.mappings, made.matches, made.roots[0]].every((each) => Object.isFrozen(each))).toBe(
      true,
    );
  });

  it('serves one request where a variable decides what is in it', () => {
    const query = 'query ($no: Boolean!) { tenant(id: "1") { surname forename @skip(if: $no) } }';
    expect(template({ ...agent, query, variables: { no: false } }).reusable).toBe(false);
    expect(rootsOf(query, { no: true }).map(shown)).toEqual([['surname']]);
  });

  it('names all that it reads, whatever its arguments choose, and which of it asks for a fresh authentication', () => {
    const query = `{ tenant(id: "1") { surname forwarding { line } leases(first: 1) { nodes { id dwelling { rooms } } } }
      dwellings(first: 1, filter: { landlord: "x" }) { nodes { street } } }`;
    const { coordinates, stepUp } = template({ ...agent, query });
    expect({ coordinates, stepUp }).toEqual({
      coordinates: [
        'Dwelling.rooms',
        'Dwelling.street',
        'Forwarding.line',
        'Lease.dwelling',
        'Lease.id',
        'Query.dwellings',
        'Query.tenant',
        'Tenant.forwarding',
        'Tenant.forwarding.line',
        'Tenant.leases',
        'Tenant.surname',
      ],
      stepUp: ['Tenant.forwarding.line'],
    });
  });

  it('names what it matches and which ids it maps beside what it reads', () => {
    const query = `{ isMyTenant(fileNumber: "1", surname: "Exemple") was: currentIds(type: "Tenant", ids: [], from: "x")
      tenant(id: "1") { phoneLast2 } }`;
    const { coordinates, matches, mappings, roots } = template({ ...landlord, query });
    expect(coordinates).toEqual([
      'Query.currentIds',
      'Query.isMyTenant',
      'Query.tenant',
      'Tenant.fileNumber',
      'Tenant.phone',
      'Tenant.phoneLast2',
      'Tenant.surname',
    ]);
    expect([matches, mappings, roots].map((each) => each.map(({ responseKey }) => responseKey))).toEqual([
      ['isMyTenant'],
      ['was'],
      ['tenant'],
    ]);
  });
});

describe('a root', () => {
  it('reads what stands in fragments, under whatever name', () => {
    const query = `query Q { ...F tenant(id: "1") { ...T } }
      fragment T on Tenant { surname ... on Tenant { born } ...constructor }
      fragment constructor on Tenant { cameOn }
      fragment F on Query { dwellings(first: 1) { nodes { rooms } } }`;
    expect(rootsOf(query).map((root) => [root.responseKey, shown(root)])).toEqual([
      ['dwellings', ['rooms']],
      ['tenant', ['surname', 'born', 'cameOn']],
    ]);
  });

  it('reads what all nodes of its response key ask', () => {
    const query =
      '{ tenant(id: "1") { surname } tenant(id: "1") { forename } tenants(first: 1) { nodes { born } } tenants(first: 1) { nodes { cameOn } } }';
    expect(rootsOf(query).map(shown)).toEqual([
      ['surname', 'forename'],
      ['born', 'cameOn'],
    ]);
  });

  it('of one row has neither page nor filter nor lookup', () => {
    expect(rootsOf('{ tenant(id: "1") { surname } }')).toMatchObject([
      { finds: [], filters: [], connection: undefined, selection: { isMember: false } },
    ]);
  });

  it('of a list has a page', () => {
    expect(rootsOf('{ tenants(first: 1) { n: nodes { surname } pageInfo { endCursor } } }')).toMatchObject([
      {
        finds: [],
        connection: { nodeKeys: ['n'], edges: [], asksEdgeCursor: false, asksEndCursor: true },
      },
    ]);
  });

  it('that looks somebody up has its sets, and shows the same with each', () => {
    const [root] = rootsOf('{ findTenant(by: { surname: "Exemple" }) { born } }');
    expect(root?.connection).toBeUndefined();
    expect(root?.finds.map(({ selection }) => selection.leaves.map(({ grant }) => grant.name))).toEqual([
      ['born'],
      ['born'],
    ]);
  });

  it('watches what has changed only where that is asked', () => {
    const watched = (query: string): readonly string[] =>
      rootsOf(query).flatMap(({ selection }) => selection.rows.watched.map(({ column }) => column));
    expect(watched('{ tenants(first: 1) { nodes { id } } }')).toEqual([]);
    expect(watched('{ tenants(first: 1, changedSince: null) { nodes { id } } }')).toEqual([]);
    expect(watched('{ tenants(first: 1, changedSince: "2026-01-01T00:00:00Z") { nodes { id } } }')).toContain(
      'surname',
    );
    expect(watched('{ tenant(id: "changedSince") { id } }')).toEqual([]);
  });
});

describe('a root of several types', () => {
  const query = '{ dealing(id: "1") { __typename ... on Lease { rent } ... on Repair { complaint } } }';

  it('is one for each of them, sorted, which shows what is asked of that type', () => {
    const roots = template({ ...agent, query }).roots;
    expect(roots.map((root) => [root.responseKey, root.root.name, root.root.type, shown(root)])).toEqual([
      ['dealing', 'dealing', 'Lease', ['rent']],
      ['dealing', 'dealing', 'Repair', ['complaint']],
    ]);
    expect(roots).toMatchObject([
      { finds: [], filters: [], connection: undefined, selection: { isMember: true } },
      { finds: [], filters: [], connection: undefined, selection: { isMember: true } },
    ]);
    expect(roots.map(({ node, definition }) => [node.name.value, definition.name])).toEqual([
      ['dealing', 'dealing'],
      ['dealing', 'dealing'],
    ]);
    expect(roots.every((root) => Object.isFrozen(root) && Object.isFrozen(root.root))).toBe(true);
  });

  it('shows what is asked of whichever type, by all nodes of its response key', () => {
    const named = '{ named(id: "1") { name } named(id: "1") { id } }';
    expect(rootsOf(named).map((root) => [root.root.type, shown(root), root.selection.asksId])).toEqual([
      ['Fund', ['name'], true],
      ['Landlord', ['name'], true],
    ]);
  });

  it('is of one type for a role that has no other', () => {
    const own = { ...landlord, query: '{ named(id: "1") { name } }' };
    expect(template(own).roots.map(({ root }) => root.type)).toEqual(['Landlord']);
  });

  it('is read at the first depth, as any root', () => {
    const walk = (levels: number): string =>
      levels === 0 ? 'id' : `tenant { leases(first: 1) { nodes { ${walk(levels - 1)} } } }`;
    const deep = (levels: number): Sourced => ({
      ...agent,
      query: `{ dealing(id: "1") { ... on Lease { ${walk(levels)} } } }`,
    });
    expect(template(deep(2)).roots).toHaveLength(2);
    expect(refusalIn(() => template(deep(3)))).toEqual({
      code: 'COST_TOO_HIGH',
      message: 'The operation nests rows more than 5 deep.',
    });
  });
});

describe('it is refused', () => {
  it('a root of another role, should its text get past that role’s contract', () => {
    const asked = { ...landlord, query: '{ findTenant(by: { surname: "Exemple" }) { id } }' };
    expect(refusalIn(() => template({ ...asked, contractOf: 'AGENT' }))).toEqual({
      code: 'FORBIDDEN',
      message: 'The field Query.findTenant is not granted.',
    });
  });

  it('a match and a mapping of another role', () => {
    const match = { ...agent, query: '{ isMyTenant(fileNumber: "1", surname: "Exemple") }' };
    expect(refusalIn(() => template({ ...match, contractOf: 'LANDLORD' }))).toEqual({
      code: 'FORBIDDEN',
      message: 'The field Query.isMyTenant is not granted.',
    });
    const mapping = { ...tenant, query: '{ currentIds(type: "Tenant", ids: [], from: "x") }' };
    expect(refusalIn(() => template({ ...mapping, contractOf: 'LANDLORD' }))).toEqual({
      code: 'FORBIDDEN',
      message: 'The field Query.currentIds is not granted.',
    });
  });

  it('a type that the purpose does not open', () => {
    const asked = { role: 'AGENT', purpose: 'GUARANTEE', query: '{ tenants(first: 1) { nodes { surname } } }' };
    expect(refusalIn(() => template(asked))).toEqual({
      code: 'FIELD_NOT_FOR_PURPOSE',
      message: 'Tenant is not granted for the purpose GUARANTEE.',
    });
  });
});
