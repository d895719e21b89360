/** What of a page is asked, whichever way its rows are named. */
import { expect, test } from 'vitest';
import type { ConnectionShape } from '../../src/plan/requestPlan.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { planned } from './planning.js';

const policy = compiled(rentalFolder);

/** Of `tenants(first: 2)` with this selection, and the fields that its rows then show. */
function asked(selection: string): { readonly shape: ConnectionShape | undefined; readonly fields: readonly string[] } {
  const query = `{ tenants(first: 2) { ${selection} } }`;
  const [root] = planned(policy, { role: 'LANDLORD', purpose: 'LETTING', query }).roots;
  return {
    shape: root?.template.connection,
    fields: (root?.selection.leaves ?? []).map(({ grant }) => grant.name).toSorted(),
  };
}

const nothing: ConnectionShape = { nodeKeys: [], edges: [], asksEdgeCursor: false, asksEndCursor: false };

test('rows are named by nodes, under each of their names', () => {
  expect(asked('nodes { surname } again: nodes { forenameInitial }')).toEqual({
    shape: { ...nothing, nodeKeys: ['nodes', 'again'] },
    fields: ['forenameInitial', 'surname'],
  });
});

test('rows are named by edges, under each of theirs', () => {
  expect(asked('edges { node { surname } } e: edges { n: node { forenameInitial } node { surname } }')).toEqual({
    shape: {
      ...nothing,
      edges: [
        { key: 'edges', nodeKeys: ['node'] },
        { key: 'e', nodeKeys: ['n', 'node'] },
      ],
    },
    fields: ['forenameInitial', 'surname'],
  });
});

test('a cursor is made where an edge asks for it', () => {
  expect(asked('edges { cursor } nodes { surname }')).toEqual({
    shape: { ...nothing, nodeKeys: ['nodes'], edges: [{ key: 'edges', nodeKeys: [] }], asksEdgeCursor: true },
    fields: ['surname'],
  });
  expect(asked('edges { mark: cursor node { id } }').shape?.asksEdgeCursor).toBe(true);
});

test('the end of a page is made where pageInfo asks for it', () => {
  expect(asked('pageInfo { endCursor } nodes { id }').shape).toMatchObject({
    asksEndCursor: true,
    nodeKeys: ['nodes'],
  });
  expect(asked('pageInfo { hasNextPage } nodes { id }').shape?.asksEndCursor).toBe(false);
  expect(asked('p: pageInfo { hasNextPage } q: pageInfo { e: endCursor } nodes { id }').shape?.asksEndCursor).toBe(
    true,
  );
});

test('the parts of a page stand in fragments too', () => {
  const query = `... on TenantConnection { nodes { surname } edges { ... on TenantEdge { cursor node { id } } } }
    pageInfo { hasNextPage ... on PageInfo { endCursor } }`;
  expect(asked(query)).toEqual({
    shape: {
      nodeKeys: ['nodes'],
      edges: [{ key: 'edges', nodeKeys: ['node'] }],
      asksEdgeCursor: true,
      asksEndCursor: true,
    },
    fields: ['surname'],
  });
});

test('a page of which no row is asked names none', () => {
  expect(asked('__typename')).toEqual({ shape: nothing, fields: [] });
});
