/** What of a connection (GraphQL Cursor Connections) is asked, and the selection sets that its rows get in each place. */
import type { FieldNode } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { collectFields } from './collectFields.js';
import type { RowView } from './collectFields.js';
import type { ConnectionShape } from './requestPlan.js';
import type { PlanScope } from './planScope.js';

export interface CompiledConnection {
  readonly shape: ConnectionShape;
  readonly rowViews: readonly RowView[];
}

export function compileConnection(scope: PlanScope, nodes: readonly FieldNode[], type: string): CompiledConnection {
  const parts = [...collectFields(scope.context, `${type}Connection`, setsOf(nodes))];
  const named = (name: string): typeof parts => parts.filter(([, group]) => fieldOf(group) === name);
  const direct = named('nodes');
  const edges = named('edges').map(([key, group]) => compileEdges(scope, type, key, group));
  const asksEndCursor = named('pageInfo').some(([, group]) => asks(scope, 'PageInfo', group, 'endCursor'));
  const shape: ConnectionShape = {
    nodeKeys: direct.map(([key]) => key),
    edges: edges.map(({ key, nodeKeys }) => ({ key, nodeKeys })),
    asksEdgeCursor: edges.some(({ asksCursor }) => asksCursor),
    asksEndCursor,
  };
  const rowViews = [...direct.map(([, group]) => setsOf(group)), ...edges.flatMap((edge) => edge.rowViews)];
  return { shape: Object.freeze(shape), rowViews };
}

interface CompiledEdges {
  readonly key: string;
  readonly nodeKeys: readonly string[];
  readonly asksCursor: boolean;
  readonly rowViews: readonly RowView[];
}

function compileEdges(scope: PlanScope, type: string, key: string, group: readonly FieldNode[]): CompiledEdges {
  const fields = [...collectFields(scope.context, `${type}Edge`, setsOf(group))];
  const nodes = fields.filter(([, each]) => fieldOf(each) === 'node');
  return {
    key,
    nodeKeys: nodes.map(([nodeKey]) => nodeKey),
    asksCursor: fields.some(([, each]) => fieldOf(each) === 'cursor'),
    rowViews: nodes.map(([, each]) => setsOf(each)),
  };
}

function asks(scope: PlanScope, type: string, group: readonly FieldNode[], name: string): boolean {
  return [...collectFields(scope.context, type, setsOf(group)).values()].some((each) => fieldOf(each) === name);
}

/** GraphQL has held the nodes of one response key to name one field. */
function fieldOf([node]: readonly FieldNode[]): string {
  invariant(node, 'a collected field has a node');
  return node.name.value;
}

function setsOf(nodes: readonly FieldNode[]): RowView {
  return nodes.map((each) => each.selectionSet);
}
