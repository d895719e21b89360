import { getNamedType } from 'graphql';
import type { ScalarKind } from '../../kernel/scalar.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { isSensitive, isUnique, ownedFields } from './law.js';

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
  return [...ofFields(draft), ...ofSets(draft)];
}

function ofFields(draft: Draft): readonly PolicyProblem[] {
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

/**
 * A set is one index over all its fields: of few values times few it tells them by counting, and a sensitive one of few
 * values splits whatever it stands beside into the many and the few. Beside a UNIQUE field nothing repeats to be counted.
 */
function ofSets(draft: Draft): readonly PolicyProblem[] {
  return draft.roots.flatMap(({ field: root, use }) => {
    const type = draft.types.get(getNamedType(root.type).name);
    if (use === undefined || type === undefined) return [];
    return use.args.by.flatMap((set) => {
      const fields = set.flatMap((path) => type.fields.get(path) ?? []);
      const few = fields.filter(({ model }) => model.kind === 'value' && fewValues.has(model.scalar));
      const telling = few.length === fields.length ? few : few.filter((each) => isSensitive(draft, each));
      if (telling.length === 0 || fields.some(isUnique)) return [];
      const paths = telling.map(({ model }) => model.path).join(' and ');
      return [
        problemAt(argumentNode(use, 'by'), {
          code: 'SEARCH_LOW_CARDINALITY',
          message: `Query.${root.name} finds by ${paths}, of few values: the blind index of the set would tell them by counting.`,
          remedy: `Take ${paths} out of the set, or bring a field with search: [UNIQUE] in.`,
        }),
      ];
    });
  });
}
