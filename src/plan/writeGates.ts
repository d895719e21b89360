/** By which links a write, a match or an answer holds the rows that it touches: the reaches that it names, alive now, with no window. */
import { invariant } from '../kernel/invariant.js';
import { parseDuration } from '../kernel/duration.js';
import { refuse } from '../kernel/refusal.js';
import type { FieldModel, Gate, ObjectModel, WriteStep } from '../policy/compiled.js';
import { SelectionColumns } from './openness.js';
import type { PlanScope } from './planScope.js';
import type { RowSelection } from '../policy/rowSelection.js';

const noWindow = parseDuration('PT0S');

/**
 * What must be reached of a row of `model`, and may be opened of it: `fields`. A type that is about no person is open.
 *
 * @throws Refused FORBIDDEN when none of the reaches that are named is the role's: nobody is reached.
 */
export function heldRow(
  scope: Pick<PlanScope, 'policy' | 'role'>,
  step: Pick<WriteStep, 'through'>,
  model: ObjectModel,
  fields: readonly FieldModel[],
): RowSelection {
  const columns = new SelectionColumns(gateOf(scope, step, model));
  for (const field of fields) {
    invariant(field.kind === 'value' || field.kind === 'relation', `${field.coordinate} has a column`);
    columns.column(field.column, field.kind === 'value' ? field.storage : 'clear', 0);
  }
  const holder = model.subject === undefined ? undefined : scope.policy.types.get(model.subject.type);
  return columns.freeze(model, holder);
}

function gateOf(scope: Pick<PlanScope, 'role'>, step: Pick<WriteStep, 'through'>, model: ObjectModel): Gate {
  if (model.kind === 'entity') return Object.freeze({ kind: 'open' });
  invariant(noWindow, 'a duration of nothing');
  const within = noWindow;
  const reaches = scope.role.reaches.get(model.name)?.filter(({ name }) => step.through.includes(name));
  if (reaches === undefined || reaches.length === 0) throw refuse('FORBIDDEN', `There is no way to ${model.name}.`);
  const terms = reaches.map((reach) => Object.freeze({ reach, within, approval: false }));
  return Object.freeze({ kind: 'linked', terms: Object.freeze(terms) });
}
