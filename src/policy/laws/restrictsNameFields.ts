import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** @restrict withholds fields that exist: a misspelt one would withhold nothing. */
export function restrictsNameFields(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap((type) =>
    type.restricts.flatMap((use) => {
      const unknown = use.args.fields.filter((path) => !type.fields.has(path));
      if (use.args.fields.length === 0) {
        return [
          problemAt(argumentNode(use, 'fields'), {
            code: 'FIELD_UNKNOWN',
            message: `@restrict of ${type.name} withholds no field.`,
            remedy: 'Name the fields that it withholds.',
          }),
        ];
      }
      return unknown.map((path) =>
        problemAt(argumentNode(use, 'fields'), {
          code: 'FIELD_UNKNOWN',
          message: `${type.name} has no field ${path} to withhold.`,
          remedy: `Write one of ${[...type.fields.keys()].join(', ')}.`,
        }),
      );
    }),
  );
}
