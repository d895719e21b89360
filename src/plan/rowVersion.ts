/**
 * What the version of a row speaks of: the columns that the role reads exactly on that row, for this purpose, without a
 * fresh authentication. Of any other column it is silent, or it would tell that what nobody may read has changed (law 7).
 */
import { invariant } from '../kernel/invariant.js';
import type { ObjectModel, TypeGrant } from '../policy/compiled.js';
import type { RowSelection } from '../policy/rowSelection.js';
import { SelectionColumns } from './openness.js';
import type { PlanScope } from './planScope.js';

export function addVersion(columns: SelectionColumns, model: ObjectModel, grant: TypeGrant, purpose: string): void {
  for (const { path, precision, gates, restrictedBy, stepUpFor } of grant.fields.values()) {
    const field = model.fields.get(path);
    const gate = gates.get(purpose);
    invariant(field, 'a grant is of a field of its type');
    if (gate === undefined || precision !== 'EXACT' || stepUpFor.has(purpose)) continue;
    if (field.kind !== 'value' && field.kind !== 'relation') continue;
    columns.version(field.column, columns.openness(gate, restrictedBy));
  }
}

/** What a write reads to judge a version: nothing else of the row. Undefined: the role sees no version of it. */
export function versionSelection({ policy, role, purpose }: PlanScope, model: ObjectModel): RowSelection | undefined {
  const grant = role.types.get(model.name);
  const visible = grant?.visible.get(purpose);
  if (grant === undefined || visible === undefined) return undefined;
  const columns = new SelectionColumns(visible);
  addVersion(columns, model, grant, purpose);
  invariant(model.subject, 'what has a version is somebody’s');
  return columns.freeze(model, policy.types.get(model.subject.type));
}
