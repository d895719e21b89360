import type { GraphQLSchema } from 'graphql';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { CollectionContext } from './collectFields.js';

/** Who plans what for which purpose: all that stays the same from coordinate to coordinate of one operation. */
export interface PlanScope {
  readonly policy: CompiledPolicy;
  readonly role: RolePolicy;
  readonly purpose: string;
  readonly context: CollectionContext;
  readonly schema: GraphQLSchema;
}
