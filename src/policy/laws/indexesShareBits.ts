import { indexSketches } from '../compile/models.js';
import { bitsToShare, planBits } from '../indexPlan.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';

/** All truncated indexes of a type together leave two persons to every combination of their values. */
export function indexesShareBits(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap((type) => {
    if (type.kind !== 'subject') return [];
    const truncated = indexSketches(draft, type).filter(({ isFull }) => !isFull);
    if (
      planBits(
        type.population,
        truncated.map(({ fields }) => fields.length),
      ) !== undefined
    )
      return [];
    return [
      problemAt(type.stored.node, {
        code: 'INDEXES_TOO_MANY',
        message: `${type.name} has ${String(truncated.length)} truncated indexes; ${String(type.population)} persons hide in ${String(bitsToShare(type.population))} bits.`,
        remedy: 'Take out a set of @root(by:) or a `search`, or state the `population` that the store is made for.',
      }),
    ];
  });
}
