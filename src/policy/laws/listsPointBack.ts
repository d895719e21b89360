import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** A list follows the one column of its rows that points back to the owner. */
export function listsPointBack(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field: { model, node, backPointers } }) => {
    if (model.kind !== 'list' || backPointers.length === 1) return [];
    return [
      backPointers.length === 0
        ? problemAt(node.name, {
            code: 'LIST_WITHOUT_COLUMN',
            message: `${model.coordinate} lists ${model.target}, which has no relation to ${type.name}.`,
            remedy: `Write a relation to ${type.name} in ${model.target}; nobody needs to read it.`,
          })
        : problemAt(node.name, {
            code: 'LIST_AMBIGUOUS',
            message: `${model.coordinate} lists ${model.target}, which points back by ${backPointers.join(' and by ')}.`,
            remedy: 'Take the list out, or give the second relation a type of its own between the two.',
          }),
    ];
  });
}
