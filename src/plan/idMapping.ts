/** `Query.currentIds`, a root of the engine's: ids that an absorbed organisation knew, to become the caller's. It reads no row. */
import type { FieldNode, GraphQLField } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { RolePolicy } from '../policy/compiled.js';
import type { PlanScope } from './planScope.js';

export const idMappingRoot = 'currentIds';

/** Of one operation, over all its aliases. */
const mappedIdsAtMost = 500;

export interface IdMappingTemplate {
  readonly responseKey: string;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Types of the contract. */
  readonly types: RolePolicy['types'];
}

/** Whether `from` is an organisation that the caller's has absorbed is for the corridor to say: a plan knows no caller. */
export interface IdMapping {
  readonly responseKey: string;
  readonly type: string;
  readonly ids: readonly string[];
  readonly from: string;
}

/** Outside the contract it never gets here past validation; this is the wall behind it. @throws Refused FORBIDDEN. */
export function compileIdMapping({ role, schema }: PlanScope, responseKey: string, node: FieldNode): IdMappingTemplate {
  if (!role.authentication.isRegistered) throw refuse('FORBIDDEN', `The field Query.${idMappingRoot} is not granted.`);
  const queryType = schema.getQueryType();
  invariant(queryType, 'a contract has a Query type');
  const definition = queryType.getFields()[idMappingRoot];
  invariant(definition, 'a root of the contract has a definition');
  return Object.freeze({ responseKey, node, definition, types: role.types });
}

/** @throws Refused ARGUMENT_INVALID when it is of no type of the contract. */
export function bindIdMapping(
  { responseKey, types }: IdMappingTemplate,
  given: Readonly<Record<string, unknown>>,
): IdMapping {
  const type = String(given['type']);
  if (!types.has(type))
    throw refuse('ARGUMENT_INVALID', `${idMappingRoot}(type:) is no type of the contract with ids.`);
  const ids = given['ids'];
  invariant(Array.isArray(ids), 'a list of the contract is given as a list');
  return Object.freeze({ responseKey, type, ids: Object.freeze(ids.map(String)), from: String(given['from']) });
}

/** @throws Refused ARGUMENT_INVALID */
export function requireFewIds(mappings: readonly IdMapping[]): void {
  const count = mappings.reduce((sum, { ids }) => sum + ids.length, 0);
  if (count <= mappedIdsAtMost) return;
  const message = `${idMappingRoot}(ids:) takes ${String(mappedIdsAtMost)} in an operation, not ${String(count)}.`;
  throw refuse('ARGUMENT_INVALID', message, { cap: mappedIdsAtMost });
}
