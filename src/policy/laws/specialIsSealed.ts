import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** Special categories (GDPR Art. 9) and offences (Art. 10) are never stored in clear, whatever the reason. */
export function specialIsSealed(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ field: { model, personal } }) => {
    if (personal?.args.clear === undefined) return [];
    const sensitivity = draft.categories.get(personal.args.category)?.use?.args.sensitivity;
    if (sensitivity !== 'SPECIAL' && sensitivity !== 'OFFENCE') return [];
    return [
      problemAt(argumentNode(personal, 'clear'), {
        code: 'SPECIAL_IN_CLEAR',
        message: `${model.coordinate} is ${sensitivity} and stored in clear.`,
        remedy: 'Take `clear` off, so that it is sealed.',
      }),
    ];
  });
}
