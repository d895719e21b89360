/** What of a connection (GraphQL Cursor Connections) is asked, and the selection sets that its rows get. */
import type { FieldNode, SelectionSetNode } from 'graphql';
import { collectFields } from './collectFields.js';
import type { ConnectionShape } from './requestPlan.js';
import type { PlanScope } from './selection.js';

export interface CompiledConnection {
  readonly shape: ConnectionShape;
  readonly rowSelections: readonly (SelectionSetNode | undefined)[];
}

export function compileConnection(scope: PlanScope, nodes: readonly FieldNode[], type: string): CompiledConnection {
  const nodeKeys: string[] = [];
  const edges: { key: string; nodeKeys: readonly string[] }[] = [];
  const rowSelections: (SelectionSetNode | undefined)[] = [];
  let asksEdgeCursor = false;
  let asksEndCursor = false;
  const sets = (of: readonly FieldNode[]): readonly (SelectionSetNode | undefined)[] =>
    of.map((each) => each.selectionSet);
  for (const [key, group] of collectFields(scope.context, `${type}Connection`, sets(nodes))) {
    const name = group[0]?.name.value;
    if (name === 'nodes') {
      nodeKeys.push(key);
      rowSelections.push(...sets(group));
    } else if (name === 'edges') {
      const keys: string[] = [];
      for (const [edgeKey, edgeGroup] of collectFields(scope.context, `${type}Edge`, sets(group))) {
        const edgeName = edgeGroup[0]?.name.value;
        if (edgeName === 'cursor') asksEdgeCursor = true;
        if (edgeName !== 'node') continue;
        keys.push(edgeKey);
        rowSelections.push(...sets(edgeGroup));
      }
      edges.push({ key, nodeKeys: keys });
    } else if (name === 'pageInfo') {
      const asked = collectFields(scope.context, 'PageInfo', sets(group));
      asksEndCursor ||= [...asked.values()].some((each) => each[0]?.name.value === 'endCursor');
    }
  }
  return { shape: Object.freeze({ nodeKeys, edges, asksEdgeCursor, asksEndCursor }), rowSelections };
}
