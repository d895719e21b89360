import type { PolicyProblem } from '../problem.js';
import type { Draft, FieldDraft, TypeDraft } from '../read/draft.js';

/** One thing that no policy may contradict: pure, and total on any draft. */
export type Law = (draft: Draft) => readonly PolicyProblem[];

export interface OwnedField {
  readonly type: TypeDraft;
  readonly field: FieldDraft;
}

/** Every field of every type with a table; a member of an embedded object once for each owner. */
export function ownedFields(draft: Draft): readonly OwnedField[] {
  return [...draft.types.values()].flatMap((type) => [...type.fields.values()].map((field) => ({ type, field })));
}
