import type { PolicyProblem } from '../problem.js';
import type { Draft } from '../read/draft.js';

/** One thing that no policy may contradict: pure, and total on any draft. */
export type Law = (draft: Draft) => readonly PolicyProblem[];
