import { Kind } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** A field of a person's row may be absent for whoever asks (law 7), so its type promises nothing. */
export function personalIsNullable(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field: { node, model, personal } }) => {
    const isPersonal = type.kind !== 'entity' && (personal !== undefined || model.kind !== 'value');
    if (!isPersonal || node.type.kind !== Kind.NON_NULL_TYPE) return [];
    return [
      problemAt(node.type, {
        code: 'PERSONAL_NOT_NULLABLE',
        message: `${model.coordinate} is of a person and never null.`,
        remedy: 'Take the "!" off: who may not read it meets null. NOT NULL in the table is enough to have it filled.',
      }),
    ];
  });
}
