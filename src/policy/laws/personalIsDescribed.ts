import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** A personal value says in its description what it is and why it is held (GDPR Art. 30(1)). */
export function personalIsDescribed(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field: { node, model, personal } }) =>
    type.kind === 'entity' || model.kind === 'embedded' || personal === undefined || model.description.trim() !== ''
      ? []
      : [
          problemAt(node.name, {
            code: 'DESCRIPTION_MISSING',
            message: `${model.coordinate} is personal and says nothing of itself.`,
            remedy: 'Write above it what it is, and what those who read it need it for.',
          }),
        ],
  );
}
