import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { carries } from './directives.js';

/** Names of the object types that some field embeds. */
export function embeddedTypeNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (carries(field.astNode, 'embedded')) names.add(getNamedType(field.type).name);
    }
  }
  return names;
}
