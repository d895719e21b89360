/** The rows that an operation asks: which columns are read, each behind which gate, and where in the answer each stands. */
import { describe, expect, it, test } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { RootTemplate, SelectionPlan } from '../../src/plan/requestPlan.js';
import { compiled as tenancy } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import type { Shown } from './shown.js';
import { shown } from './shown.js';
import type { Sourced } from './source.js';
import { refusalIn, sourceOf } from './source.js';

const rental = compiled(rentalFolder);
/** A manager has both purposes for tenants and leases, each for fields of its own; changes of leases can be asked. */
const twofold = tenancy(
  [
    'search: [EXACT])\n    @disclose(to: [MANAGER], for: [MANAGEMENT]',
    'search: [EXACT])\n    @disclose(to: [MANAGER], for: [MANAGEMENT, LETTING]',
  ],
  ['leases(filter: LeaseFilter)', 'leases(filter: LeaseFilter, changedSince: DateTime)'],
);

const agent = { role: 'AGENT', purpose: 'LETTING' };
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };
const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' };

function rootsOf(asked: Sourced, policy = rental): readonly RootTemplate[] {
  return compileOperation(sourceOf(policy, asked)).roots;
}

function selectionOf(asked: Sourced, policy = rental): SelectionPlan {
  const [root] = rootsOf(asked, policy);
  invariant(root, 'there is a root');
  return root.selection;
}

/** Of the tenants of an agent, or of another. */
function tenants(selection: string, caller: Omit<Sourced, 'query'> = agent): SelectionPlan {
  return selectionOf({ ...caller, query: `{ tenants(first: 5) { ${selection} } }` });
}

const nothing: Shown = {
  of: 'Tenant',
  keyOf: 'Tenant',
  isMember: false,
  classes: ['managed+P1M, counter+PT0S, leak+PT0S, managed+PT0S'],
  columns: [],
  watched: [],
  versioned: [],
  leaves: [],
  paths: [],
  embedded: [],
  asksId: false,
  asksVersion: false,
  fieldCount: 1,
  children: [],
};
const lease: Shown = { ...nothing, of: 'Lease', classes: ['managed+P1M'] };
const dwelling: Shown = { ...nothing, of: 'Dwelling', keyOf: undefined, classes: ['open'] };

describe('values of a row', () => {
  it('are columns, each behind the class that opens it', () => {
    expect(shown(tenants('nodes { surname phoneLast2 discreet }'))).toEqual({
      ...nothing,
      classes: [...nothing.classes, 'managed+P1M, counter+PT0S', 'counter+PT0S', 'managed+P1M'],
      columns: ['surname sealed 1', 'phone sealed 2', 'discreet clear 3'],
      leaves: [
        'surname of surname EXACT 0 at surname',
        'phoneLast2 of phone LAST2 1 at phoneLast2',
        'discreet of discreet EXACT 2 at discreet',
      ],
      paths: [['surname'], ['phoneLast2'], ['discreet']],
      fieldCount: 3,
    });
  });

  it('are withheld by a restriction of the row from whom it does not except', () => {
    expect(shown(tenants('nodes { phoneLast2 }', landlord)).classes).toEqual([
      'let+P2M, let+PT0S',
      'let+PT0S, -discreet',
    ]);
  });

  it('are read once, however often and wherever they are asked', () => {
    const asked = shown(tenants('nodes { surname s: surname } edges { node { x: surname surname } }'));
    expect(asked).toMatchObject({ columns: ['surname sealed 1'], paths: [['surname', 's', 'x']], fieldCount: 1 });
    expect(asked.leaves).toEqual(['surname of surname EXACT 0 at surname']);
  });

  it('inside an embedded object are the row’s, each held by the object', () => {
    const asked =
      'home: forwarding { __typename l: line } forwarding { ...F l2: line } more: forwarding { __typename }';
    const query = `{ tenants(first: 1) { nodes { ${asked} } } } fragment F on Forwarding { postcode }`;
    expect(shown(selectionOf({ ...agent, query }))).toEqual({
      ...nothing,
      classes: [...nothing.classes, 'managed+P1M'],
      columns: ['forwarding_line sealed 1', 'forwarding_postcode sealed 1'],
      leaves: [
        'forwarding.line of forwarding.line EXACT 0 at line in forwarding',
        'forwarding.postcode of forwarding.postcode EXACT 1 at postcode in forwarding',
      ],
      paths: [['home.l', 'forwarding.l2'], ['forwarding.postcode']],
      embedded: ['forwarding'],
      fieldCount: 2,
    });
  });

  it('that GraphQL knows by itself read nothing, and still cost a field for the row', () => {
    expect(shown(tenants('nodes { __typename }'))).toEqual(nothing);
    expect(shown(tenants('pageInfo { hasNextPage }'))).toEqual(nothing);
  });
});

describe('what a row says of itself', () => {
  it('is its key, which is no column', () => {
    expect(shown(tenants('nodes { id mine: id }'))).toEqual({ ...nothing, asksId: true });
  });

  it('is its version: of what is read exactly and without a fresh authentication', () => {
    expect(shown(tenants('nodes { version }'))).toEqual({
      ...nothing,
      asksVersion: true,
      classes: [...nothing.classes, 'managed+P1M', 'managed+P1M, counter+PT0S', 'managed+P1M, leak+PT0S'],
      versioned: [
        'born 1',
        'came_on 1',
        'discreet 1',
        'file_number 1',
        'forename 1',
        'forwarding_postcode 1',
        'left_on 1',
        'phone 3',
        'surname 2',
      ],
    });
  });

  it('is no version to who writes nothing of it, whatever text was let through', () => {
    const asked = { ...landlord, contractOf: 'AGENT', query: '{ tenants(first: 1) { nodes { version } } }' };
    expect(refusalIn(() => selectionOf(asked))).toEqual({
      code: 'FORBIDDEN',
      message: 'The field Tenant.version is not granted.',
    });
  });
});

describe('rows below a row', () => {
  it('are followed by a relation, whose column is read as openly as the relation', () => {
    const asked = 'nodes { id leases(first: 2) { nodes { dwelling { rooms } home: dwelling { id } rent } } }';
    expect(shown(tenants(asked))).toEqual({
      ...nothing,
      asksId: true,
      classes: [...nothing.classes, 'managed+P1M'],
      children: [
        {
          child: 'list leases of Lease by tenant_id',
          property: '#leases leases(first: 2)',
          openness: 1,
          rows: {
            ...lease,
            columns: ['dwelling_id clear 0', 'rent sealed 0'],
            leaves: ['rent of rent EXACT 1 at rent'],
            paths: [['rent']],
            children: [
              {
                child: 'relation dwelling of Dwelling by dwelling_id 0',
                property: '#dwelling dwelling()',
                openness: 0,
                rows: {
                  ...dwelling,
                  columns: ['rooms clear 0'],
                  leaves: ['rooms of rooms EXACT 0 at rooms'],
                  paths: [['rooms']],
                },
              },
              {
                child: 'relation home of Dwelling by dwelling_id 0',
                property: '#home dwelling()',
                openness: 0,
                rows: { ...dwelling, asksId: true },
              },
            ],
          },
        },
      ],
    });
  });

  it('are one list for one meaning, over all places of the answer, and another for another', () => {
    const asked = `nodes { leases(first: 2) { nodes { rent } } }
      edges { node { leases(first: 2) { edges { cursor node { status } } } } }
      again: nodes { leases(first: 3) { pageInfo { endCursor } nodes { id } } }`;
    const { children } = tenants(asked);
    expect(
      children.map((child) => [
        child.property,
        shown(child.selection).columns,
        child.kind === 'list' && child.connection,
      ]),
    ).toEqual([
      [
        '#leases leases(first: 2)',
        ['rent sealed 0', 'status clear 0'],
        {
          nodeKeys: ['nodes'],
          edges: [{ key: 'edges', nodeKeys: ['node'] }],
          asksEdgeCursor: true,
          asksEndCursor: false,
        },
      ],
      ['#leases leases(first: 3)', [], { nodeKeys: ['nodes'], edges: [], asksEdgeCursor: false, asksEndCursor: true }],
    ]);
  });

  it('keep the text and the definition of their list, for its arguments', () => {
    const [list] = tenants('nodes { mine: leases(first: 2) { nodes { id } } }').children;
    invariant(list?.kind === 'list', 'leases are a list');
    expect([list.responseKey, list.node.name.value, list.definition.name]).toEqual(['mine', 'leases', 'leases']);
    expect(list.definition.args.map(({ name }) => name)).toEqual(['after', 'first']);
  });

  it('of several types are a list for each, which together are one', () => {
    const text = 'nodes { dealings(first: 3) { nodes { ... on Lease { rent } ... on Repair { complaint } } } }';
    const { children } = tenants(text);
    const place = { property: '#dealings dealings(first: 3)', openness: 1 };
    expect(children.map((child) => shown({ ...tenants('nodes { id }'), children: [child] }).children[0])).toEqual([
      {
        ...place,
        child: 'list dealings of Lease by tenant_id among Dealing',
        rows: {
          ...lease,
          isMember: true,
          columns: ['rent sealed 0'],
          leaves: ['rent of rent EXACT 0 at rent'],
          paths: [['rent']],
        },
      },
      {
        ...place,
        child: 'list dealings of Repair by tenant_id among Dealing',
        rows: {
          ...lease,
          of: 'Repair',
          isMember: true,
          classes: ['managed+P1M, managed+PT0S', 'managed+PT0S'],
          columns: ['complaint sealed 1'],
          leaves: ['complaint of complaint EXACT 0 at complaint'],
          paths: [['complaint']],
        },
      },
    ]);
    const [one, other] = children;
    invariant(one?.kind === 'list' && other?.kind === 'list', 'both are lists');
    expect(one.among).toBe(other.among);
    expect([one.node.name.value, one.definition.name, one.connection.nodeKeys]).toEqual([
      'dealings',
      'dealings',
      ['nodes'],
    ]);
  });

  it('of one type of several are known as that type’s, at a root too', () => {
    const query = '{ dealing(id: "x") { ... on Lease { rent } ... on Repair { id } } }';
    const roots = rootsOf({ ...agent, query });
    expect(roots.map(({ selection: { rows, isMember, asksId } }) => [rows.model.name, isMember, asksId])).toEqual([
      ['Lease', true, false],
      ['Repair', true, true],
    ]);
  });
});

/** Tenants of leases of tenants, so many levels of rows. */
function walk(levels: number): string {
  const below = (level: number): string => {
    if (level === levels) return '{ id }';
    return level % 2 === 0 ? `{ tenant ${below(level + 1)} }` : `{ leases(first: 1) { nodes ${below(level + 1)} } }`;
  };
  return `{ tenants(first: 1) { nodes ${below(1)} } }`;
}

describe('rows nest', () => {
  it('five deep and no deeper', () => {
    expect(selectionOf({ ...agent, query: walk(5) }).children).toHaveLength(1);
    for (const levels of [6, 7]) {
      expect(refusalIn(() => selectionOf({ ...agent, query: walk(levels) }))).toEqual({
        code: 'COST_TOO_HIGH',
        message: 'The operation nests rows more than 5 deep.',
      });
    }
  });

  it('as deep in lists of several types', () => {
    const dealings = (inner: string): string => `{ dealings(first: 1) { nodes { ... on Lease { tenant ${inner} } } } }`;
    const query = (inner: string): string => `{ tenants(first: 1) { nodes ${dealings(dealings(inner))} } }`;
    expect(selectionOf({ ...agent, query: query('{ id }') }).children).toHaveLength(2);
    const deeper = query('{ dealings(first: 1) { nodes { __typename } } }');
    expect(refusalIn(() => selectionOf({ ...agent, query: deeper })).code).toBe('COST_TOO_HIGH');
  });
});

describe('changedSince watches what the purpose opens of the row, asked or not', () => {
  const watchedIn = (asked: Sourced): readonly string[] => shown(selectionOf(asked, twofold)).watched;
  const since = 'changedSince: "2026-01-01T00:00:00Z"';
  const tenantsSince = `{ tenants(first: 1, ${since}) { nodes { id } } }`;

  it('values and relations, each by its class, no list and no object', () => {
    expect(watchedIn({ ...manager, query: `{ leases(first: 1, ${since}) { nodes { id } } }` })).toEqual([
      'building_id 0',
      'started_on 0',
    ]);
    expect(watchedIn({ ...manager, query: tenantsSince })).toEqual([
      'number 1',
      'birth_name 2',
      'birth_date 1',
      'email 1',
      'address_line 3',
      'address_postcode 3',
      'registered_on 1',
    ]);
  });

  it('nothing that another purpose opens', () => {
    expect(watchedIn({ role: 'MANAGER', purpose: 'LETTING', query: tenantsSince })).toEqual(['birth_name 0']);
  });

  it('and only where it is asked', () => {
    expect(watchedIn({ ...manager, query: '{ tenants(first: 1) { nodes { birthName } } }' })).toEqual([]);
    const none = '{ tenants(first: 1, changedSince: null) { nodes { birthName } } }';
    expect(watchedIn({ ...manager, query: none })).toEqual([]);
  });
});

test.each([
  [
    'a type that the role has nothing of',
    { ...landlord, contractOf: 'AGENT', query: '{ dealing(id: "x") { ... on Repair { complaint } } }' },
    'FORBIDDEN The type Repair is not granted.',
  ],
  [
    'a type for another purpose',
    { role: 'AGENT', purpose: 'GUARANTEE', query: '{ tenants(first: 1) { nodes { id } } }' },
    'FIELD_NOT_FOR_PURPOSE Tenant is not granted for the purpose GUARANTEE.',
  ],
  [
    'a field of another role’s contract',
    { ...landlord, contractOf: 'AGENT', query: '{ tenants(first: 1) { nodes { surname born } } }' },
    'FORBIDDEN The field Tenant.born is not granted.',
  ],
  [
    'a member of another role’s contract',
    { ...landlord, contractOf: 'AGENT', query: '{ tenants(first: 1) { nodes { forwarding { line } } } }' },
    'FORBIDDEN The field Tenant.forwarding is not granted.',
  ],
])('%s is refused', (_title, asked, expected) => {
  const { code, message } = refusalIn(() => selectionOf(asked));
  expect(`${code} ${message}`).toBe(expected);
});

test('a field for another purpose is refused, and named', () => {
  const query = '{ tenants(first: 1) { nodes { birthName email } } }';
  expect(refusalIn(() => selectionOf({ role: 'MANAGER', purpose: 'LETTING', query }, twofold))).toEqual({
    code: 'FIELD_NOT_FOR_PURPOSE',
    message: 'Tenant.email is not granted for the purpose LETTING.',
    extensions: { coordinate: 'Tenant.email' },
  });
});

test('what is read of a row and below is named, and what of it asks for a fresh authentication', () => {
  const query = `{ tenants(first: 1) { nodes { id version forwarding { line }
    leases(first: 1) { nodes { dwelling { id landlord { name } } } } } } }`;
  expect(selectionOf({ ...agent, query }).reading).toEqual({
    coordinates: [
      'Dwelling.id',
      'Dwelling.landlord',
      'Forwarding.line',
      'Landlord.name',
      'Lease.dwelling',
      'Tenant.forwarding',
      'Tenant.forwarding.line',
      'Tenant.id',
      'Tenant.leases',
      'Tenant.version',
    ],
    stepUp: ['Tenant.forwarding.line'],
  });
});

test('nobody changes a plan once it is made', () => {
  const asked =
    'nodes { surname forwarding { line } leases(first: 1) { nodes { dwelling { id } } } dealings(first: 1) { nodes { __typename } } }';
  const selection = tenants(asked);
  const [leases, dealings] = selection.children;
  invariant(leases?.kind === 'list' && dealings?.kind === 'list', 'both are lists');
  const parts = [
    selection,
    selection.rows,
    selection.leaves,
    selection.embedded,
    selection.children,
    selection.reading,
    leases,
    leases.selection.children[0],
    dealings,
    dealings.among,
  ];
  expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
});
