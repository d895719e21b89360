import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** What is stored in clear, or called impersonal, says why. */
export function reasonsAreGiven(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ field: { model, personal, impersonal } }) => [
    ...(personal?.args.clear?.trim() === ''
      ? [
          problemAt(argumentNode(personal, 'clear'), {
            code: 'REASON_MISSING',
            message: `${model.coordinate} is stored in clear for no reason.`,
            remedy: 'Write what the store must read it for, or take `clear` off to seal it.',
          }),
        ]
      : []),
    ...(impersonal?.args.reason.trim() === ''
      ? [
          problemAt(argumentNode(impersonal, 'reason'), {
            code: 'REASON_MISSING',
            message: `${model.coordinate} is impersonal for no reason.`,
            remedy: 'Write why it says nothing of the person, or write @personal.',
          }),
        ]
      : []),
  ]);
}
