import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { disclosuresOf } from '../compile/grants.js';
import type { Draft } from '../read/draft.js';
import type { OwnedField } from './law.js';
import { ownedFields } from './law.js';

/**
 * What is held of a person is read by somebody, or by the store itself: what serves nobody is not kept (GDPR Art. 5(1)(c)).
 * What stands in clear says what the store reads it for; a list is not stored.
 */
export function personalIsRead(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft)
    .filter((owned) => isHeld(owned) && !isRead(owned) && !isMatched(draft, owned))
    .map(({ field: { node, model } }) =>
      problemAt(node.name, {
        code: 'PERSONAL_UNREAD',
        message: `${model.coordinate} is personal and read by nobody.`,
        remedy: 'Write @disclose with who needs it and why, or do not hold it.',
      }),
    );
}

function isHeld({ type, field: { model, personal } }: OwnedField): boolean {
  return type.kind !== 'entity' && model.kind !== 'list' && model.kind !== 'members' && personal !== undefined;
}

function isRead({ type, field }: OwnedField): boolean {
  return field.personal?.args.clear !== undefined || disclosuresOf(type, field).some(({ to }) => to.length > 0);
}

/** Read by nobody, and answered on: whether a value that somebody brings is the person's. */
function isMatched({ matches }: Draft, { type, field }: OwnedField): boolean {
  return matches.some(({ use: { args } }) => args.type === type.name && args.on.includes(field.model.path));
}
