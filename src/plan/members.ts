/** Of which types the rows of an interface or a union are, for one role and purpose. */
import { refuse } from '../kernel/refusal.js';
import { collectFields } from './collectFields.js';
import type { RowView } from './collectFields.js';
import type { PlanScope } from './planScope.js';

/**
 * The types that the purpose opens, sorted. One that it does not open has no rows here, as long as nothing of its rows is asked
 * but what every row has; a field of it is planned all the same, and refused by its name. So is one of a type that the role
 * has not: a contract of its own knows none, and this is the wall behind it.
 *
 * @throws Refused FIELD_NOT_FOR_PURPOSE when the purpose opens none.
 */
export function askedMembers(
  scope: PlanScope,
  target: string,
  members: readonly string[],
  views: readonly RowView[],
): readonly string[] {
  const known = members.filter((member) => scope.schema.getType(member) !== undefined).toSorted();
  const asked = known.filter((member) => isOpen(scope, member) || asksFields(scope, member, views));
  if (asked.length > 0) return asked;
  throw refuse('FIELD_NOT_FOR_PURPOSE', `${target} is not granted for the purpose ${scope.purpose}.`);
}

function isOpen({ role, purpose }: PlanScope, member: string): boolean {
  return role.types.get(member)?.visible.has(purpose) === true;
}

function asksFields({ context }: PlanScope, member: string, views: readonly RowView[]): boolean {
  const names = views.flatMap((view) =>
    [...collectFields(context, member, view).values()].map(([node]) => node.name.value),
  );
  return names.some((name) => name !== 'id' && name !== '__typename');
}
