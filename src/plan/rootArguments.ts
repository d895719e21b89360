/** The lookups and filters of a root that this role may use: only what it reads, EXACT (law 7). */
import { Kind } from 'graphql';
import type { FieldNode } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import type { FieldGrant, RootModel, TypeGrant } from '../policy/compiled.js';
import type { SelectionColumns } from './openness.js';
import { readingOf } from './reading.js';
import type { FilterField, FindTemplate } from './requestPlan.js';
import { gateOf, grantOf } from './granted.js';
import { compileSelection } from './selection.js';
import type { PlanScope } from './planScope.js';
import type { SelectionSource } from './selection.js';

/** Fields of the filter, when the operation uses one; a field that the purpose does not open cannot be compared. */
export function compileFilters(
  scope: PlanScope,
  root: RootModel,
  node: FieldNode,
  columns: SelectionColumns,
): readonly FilterField[] {
  const filter = root.filter;
  if (filter === undefined || !hasArgument(node, filter.argument)) return [];
  const { model, grant } = grantOf(scope, root.type);
  const fields: FilterField[] = [];
  for (const [input, path] of filter.compares) {
    const granted = openGrant(scope, grant, path);
    if (granted === undefined) continue;
    const field = model.fields.get(path);
    invariant(
      field?.kind === 'relation' || (field?.kind === 'value' && field.storage === 'clear'),
      'a filter compares clear columns',
    );
    fields.push({
      input,
      reading: readingOf(model, [granted], scope.purpose),
      column: field.column,
      openness: columns.openness(gateOf(scope, root.type, granted), granted.restrictedBy),
    });
  }
  return fields;
}

/** Sets of a FIND whose every field this role reads EXACT for this purpose. */
export function compileFinds(scope: PlanScope, root: RootModel, source: SelectionSource): readonly FindTemplate[] {
  const { model, grant } = grantOf(scope, root.type);
  const templates: FindTemplate[] = [];
  for (const set of root.by) {
    const grants = set.flatMap((path) => openGrant(scope, grant, path) ?? []);
    if (grants.length < set.length) continue;
    const index = model.indexes.find((each) => sameFields(each.fields, set));
    invariant(index, 'a set of a FIND has its blind index');
    const { selection, filters: wanted } = compileSelection(source, (columns) =>
      grants.map((granted) => wantedField(scope, root, granted, columns)),
    );
    templates.push(Object.freeze({ index, wanted, selection, reading: readingOf(model, grants, scope.purpose) }));
  }
  return templates;
}

function wantedField(
  scope: PlanScope,
  { type, find }: RootModel,
  granted: FieldGrant,
  columns: SelectionColumns,
): FindTemplate['wanted'][number] {
  const field = grantOf(scope, type).model.fields.get(granted.path);
  invariant(field?.kind === 'value' && find !== undefined, 'a lookup compares values of its argument');
  const named = [...find.sets].find(([, path]) => path === granted.path);
  invariant(named, 'a lookup names each field of its sets');
  const openness = columns.openness(gateOf(scope, type, granted), granted.restrictedBy);
  return { input: named[0], field, column: columns.column(field.column, field.storage, openness) };
}

/** The field as the store has it, where the purpose opens it: what shows less of it stands under another name. */
function openGrant({ purpose }: PlanScope, grant: TypeGrant, path: string): FieldGrant | undefined {
  const granted = grant.fields.get(path);
  if (granted?.gates.has(purpose) !== true) return undefined;
  invariant(granted.precision === 'EXACT' && granted.path === path, 'a field by its own name is exact');
  return granted;
}

export function hasArgument(node: FieldNode, name: string): boolean {
  return node.arguments?.some((argument) => argument.name.value === name && argument.value.kind !== Kind.NULL) ?? false;
}

function sameFields(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((path) => right.includes(path));
}
