/** What a role is granted, looked up or refused before anything is read. */
import { refuse } from '../kernel/refusal.js';
import type { FieldGrant, Gate, ObjectModel, TypeGrant } from '../policy/compiled.js';
import type { PlanScope } from './planScope.js';

/** The model and the grant of a type for this role, or a refusal. */
export function grantOf(scope: PlanScope, type: string): { readonly model: ObjectModel; readonly grant: TypeGrant } {
  const model = scope.policy.types.get(type);
  const grant = scope.role.types.get(type);
  if (model === undefined || grant === undefined) throw refuse('FORBIDDEN', `The type ${type} is not granted.`);
  return { model, grant };
}

/** The gate of one field for the purpose of this operation, or the refusal that names the coordinate. */
export function gateOf(scope: PlanScope, type: string, grant: FieldGrant): Gate {
  const gate = grant.gates.get(scope.purpose);
  if (gate === undefined) {
    const coordinate = `${type}.${grant.name}`;
    throw refuse('FIELD_NOT_FOR_PURPOSE', `${coordinate} is not granted for the purpose ${scope.purpose}.`, {
      coordinate,
    });
  }
  return gate;
}
