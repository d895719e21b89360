/**
 * The lookups that the policy allows, as the statements that will run: what the start explains, so that none of them
 * scans the subject's table.
 */
import type { CompiledPolicy, Gate } from '../policy/compiled.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type { Lookup } from '../store/planCheck.js';
import type { RowReader } from '../store/read/readRows.js';

export function lookupStatements(policy: CompiledPolicy, rows: RowReader): readonly Lookup[] {
  const statements: Lookup[] = [];
  for (const role of policy.roles.values()) {
    for (const rootName of role.roots) {
      const root = policy.roots.get(rootName);
      const grant = root?.kind === 'FIND' ? role.types.get(root.type) : undefined;
      const model = root === undefined ? undefined : policy.types.get(root.type);
      if (root === undefined || grant === undefined || model === undefined) continue;
      for (const [purpose, gate] of grant.visible) {
        for (const index of model.indexes.filter((each) => each.fields.length > 1)) {
          const { text, parameters } = rows.statementOf(selectionOf(model, gate), {
            kind: 'lookup',
            index: index.column,
          });
          const name = `${role.role}, ${purpose}, ${root.name} by ${index.fields.join(' and ')}`;
          statements.push({ name, table: model.table, text, parameterTypes: [], parameterCount: parameters.length });
        }
      }
    }
  }
  return statements;
}

function selectionOf(model: RowSelection['model'], gate: Gate): RowSelection {
  return { model, keyHolder: model, classes: [{ gate, restrictedBy: [] }], columns: [], watched: [] };
}
