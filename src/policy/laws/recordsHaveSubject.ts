import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';

/** A record is one person's, and the compiler knows of which type. */
export function recordsHaveSubject(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap(({ name, subject, stored }) =>
    subject === undefined || subject.type !== undefined
      ? []
      : [
          problemAt(stored.node, {
            code: 'RECORD_WITHOUT_SUBJECT',
            message: `${name} is a record of nobody: ${subject.column} names no @subject.`,
            remedy: `Write a relation to the @subject type whose column is ${subject.column}, or \`subject\` as that relation's column.`,
          }),
        ],
  );
}
