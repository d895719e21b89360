import type { Served } from './settle.js';

/** What the corridor lets out: plain objects in the shape that the contract's resolvers hand on. */
export interface Answer {
  /** By response key of the root. */
  readonly roots: ReadonlyMap<string, unknown>;
  /** Response paths whose value was withheld; it never says why. */
  readonly withheld: readonly (readonly (string | number)[])[];
  /** What stands in the ledger of it: whoever sends the answer says what became of it. */
  readonly served: readonly Served[];
}
