import { getNamedType, isObjectType } from 'graphql';
import { engineTypeNames } from '../engine.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { embeddedTypeNames } from '../read/embedded.js';
import { storedUses } from '../read/types.js';

/** An object type is a person, a person's record or about no person; else it is embedded, or a mutation's payload. */
export function typesAreStored(draft: Draft): readonly PolicyProblem[] {
  const plain = new Set([
    'Query',
    'Mutation',
    'Subscription',
    ...engineTypeNames,
    ...embeddedTypeNames(draft.schema),
    ...[...draft.writes, ...draft.openings].map(({ field }) => getNamedType(field.type).name),
  ]);
  return Object.values(draft.schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    const count = storedUses(draft.schema, type).length;
    if (count === 1 || (count === 0 && plain.has(type.name))) return [];
    const node = type.astNode?.name;
    return count === 0
      ? [
          problemAt(node, {
            code: 'TYPE_WITHOUT_TABLE',
            message: `${type.name} does not say where its rows are.`,
            remedy:
              'Write @subject, @record or @entity with its table on it, or @embedded(prefix:) on the field that holds it.',
          }),
        ]
      : [
          problemAt(node, {
            code: 'TYPE_STORED_TWICE',
            message: `${type.name} says ${String(count)} times where its rows are.`,
            remedy: 'Keep one of @subject, @record and @entity.',
          }),
        ];
  });
}
