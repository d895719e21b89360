import { precisionFits, scalarsFitting } from '../../kernel/precision.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** A rung stands on a value that it is made for; relations and lists are read or not. */
export function precisionsFit(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.flatMap(({ use, owners }) =>
    owners.flatMap(({ type, path }) => {
      const model = type.fields.get(path ?? '')?.model;
      const precision = use.args.as;
      if (model === undefined || precision === 'EXACT') return [];
      if (model.kind === 'value' && precisionFits(precision, model.scalar)) return [];
      const fitting = scalarsFitting(precision);
      return [
        problemAt(argumentNode(use, 'as'), {
          code: 'PRECISION_MISFIT',
          message: `${precision} does not fit ${model.coordinate}${model.kind === 'value' ? `, of type ${model.typeName}` : ''}.`,
          remedy:
            fitting === 'any'
              ? `Write ${precision} on a value.`
              : `${precision} fits ${fitting.join(', ')}: choose another rung.`,
        }),
      ];
    }),
  );
}
