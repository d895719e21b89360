import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** A link ends, by a column or by its age; only a person's link to the own file does not (law 4). */
export function linksEnd(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap(({ reaches }) =>
    reaches
      .filter(({ use: { args } }) => args.claim !== 'SUBJECT' && args.ends === undefined && args.longest === undefined)
      .map(({ use }) =>
        problemAt(argumentNode(use, 'name'), {
          code: 'LINK_WITHOUT_END',
          message: `The reach "${use.args.name}" of ${use.args.role} never ends.`,
          remedy: 'Write `ends` (the column of the last day), `longest` (such as "P18M"), or both.',
        }),
      ),
  );
}
