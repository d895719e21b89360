import type { PolicyProblem } from '../problem.js';
import type { ProblemCode } from '../problemCodes.js';
import type { Draft, FieldDraft, GrantDraft, TypeDraft } from '../read/draft.js';

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

/** What a grant stands on, as a message names it; of an object that several types hold, the first. */
export function coordinateOf({ owners: [owner] }: GrantDraft): string {
  return owner?.type.fields.get(owner.path ?? '')?.model.coordinate ?? owner?.type.name ?? '';
}

/** Whether no two persons share its value. */
export function isUnique({ personal }: FieldDraft): boolean {
  return personal?.args.search.includes('UNIQUE') === true;
}

/** Whether its category is special (GDPR Art. 9) or an offence (Art. 10). */
export function isSensitive(draft: Draft, { personal }: FieldDraft): boolean {
  const sensitivity = draft.categories.get(personal?.args.category ?? '')?.use?.args.sensitivity;
  return sensitivity === 'SPECIAL' || sensitivity === 'OFFENCE';
}

/** What a law says of a statement: its code, the predicate of a sentence whose subject it knows, and what to write instead. */
export interface Finding {
  readonly code: ProblemCode;
  readonly what: string;
  readonly remedy: string;
}
