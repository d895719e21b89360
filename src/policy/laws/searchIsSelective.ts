import type { ScalarKind } from '../../kernel/scalar.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/**
 * Values of these come from few, so that counting how often each index value occurs tells which it is (Naveed, Kamara,
 * Wright 2015: department 62 %, a yes or no 100 % of rows recovered).
 */
const fewValues: ReadonlySet<ScalarKind> = new Set([
  'Boolean',
  'Enum',
  'PostalCode',
  'YearMonth',
  'Int',
  'Float',
  'Duration',
]);

/** A blind index stands on values that identify, and on persons only. */
export function searchIsSelective(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field: { model, personal } }) => {
    if (personal === undefined || personal.args.search.length === 0 || model.kind !== 'value' || type.kind === 'entity')
      return [];
    const node = argumentNode(personal, 'search');
    if (type.kind === 'record') {
      return [
        problemAt(node, {
          code: 'SEARCH_OFF_SUBJECT',
          message: `${model.coordinate} is searched on a record.`,
          remedy: 'Take `search` off: persons are found, and their records with them.',
        }),
      ];
    }
    if (!fewValues.has(model.scalar)) return [];
    return [
      problemAt(node, {
        code: 'SEARCH_LOW_CARDINALITY',
        message: `${model.coordinate} takes few values: its blind index would tell them by counting.`,
        remedy: 'Take `search` off; @root(by:) may name it in a set with fields that identify.',
      }),
    ];
  });
}
