/** What the corridor lets out: plain objects in the shape that the contract's resolvers hand on. */
export interface Answer {
  /** By response key of the root. */
  readonly roots: ReadonlyMap<string, unknown>;
  /** Response paths whose value was withheld; it never says why. */
  readonly withheld: readonly (readonly (string | number)[])[];
}

/** Property of a row that holds what a relation or a list gave under a response key: aliases of one field may differ. */
export function childProperty(responseKey: string): string {
  return `#${responseKey}`;
}
