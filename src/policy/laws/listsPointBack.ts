import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, FieldDraft, TypeDraft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** A list follows the one column of its rows that points back to the owner. */
export function listsPointBack(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ type, field }) =>
    [...pointersOf(field)]
      .filter(([, pointers]) => pointers.length !== 1)
      .map(([target, pointers]) => problemOf(type, field, target, pointers)),
  );
}

/** Columns by which the rows of each type point back. */
function pointersOf({ model, backPointers, memberPointers }: FieldDraft): ReadonlyMap<string, readonly string[]> {
  return model.kind === 'list' ? new Map([[model.target, backPointers]]) : memberPointers;
}

function problemOf(
  { name }: TypeDraft,
  { node, model: { coordinate } }: FieldDraft,
  target: string,
  pointers: readonly string[],
): PolicyProblem {
  return pointers.length === 0
    ? problemAt(node.name, {
        code: 'LIST_WITHOUT_COLUMN',
        message: `${coordinate} lists ${target}, which has no relation to ${name}.`,
        remedy: `Write a relation to ${name} in ${target}; nobody needs to read it.`,
      })
    : problemAt(node.name, {
        code: 'LIST_AMBIGUOUS',
        message: `${coordinate} lists ${target}, which points back by ${pointers.join(' and by ')}.`,
        remedy: 'Take the list out, or give the second relation a type of its own between the two.',
      });
}
