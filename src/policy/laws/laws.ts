/** The laws of a policy, each in a file of its own. */
import type { PolicyProblem } from '../problem.js';
import { inOrder } from '../problem.js';
import type { Draft } from '../read/draft.js';
import type { Law } from './law.js';

export const laws: Readonly<Record<string, Law>> = Object.freeze({});

/** What in the draft contradicts itself, the laws or this version of the engine. */
export function breachesOf(draft: Draft): readonly PolicyProblem[] {
  return inOrder(Object.values(laws).flatMap((law) => law(draft)));
}
