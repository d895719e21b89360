import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { bySensitivity } from '../sensitivities.js';

/** A category that is called less sensitive loses what the law asks for it. */
export const compareCategories: ComparePolicies = (old, next) => {
  const categories = matched(old.categories, next.categories);
  return [
    ...categories.added.map(([category, sensitivity]) => added({ kind: 'category', category }, 'neutral', sensitivity)),
    ...categories.gone.map(([category, sensitivity]) => gone({ kind: 'category', category }, 'neutral', sensitivity)),
    ...categories.kept.flatMap(([category, from, to]) =>
      changesOf({ kind: 'category', category }, [
        { aspect: 'sensitivity', ordering: bySensitivity(from, to), from, to },
      ]),
    ),
  ];
};
