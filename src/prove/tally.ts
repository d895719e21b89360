/** How many cases ran, by role and by the way in which they were asked, and which of them came out otherwise. */

/** By id, in a list, by a lookup or filter, below another row, refused, with one wall standing, in two stores at once. */
const caseKinds = ['NODE', 'LIST', 'FIND', 'NESTED', 'REFUSAL', 'WALL', 'TWINS'] as const;

export type CaseKind = (typeof caseKinds)[number];

export interface ProofCase {
  readonly kind: CaseKind;
  readonly role: string;
  readonly purpose: string;
  /** `Type.field` as the contract calls it, or a root. */
  readonly coordinate: string;
  /** Where the row's link stands. */
  readonly state: string;
}

/** What was expected and what was served, in words: never a value. */
export interface Mismatch extends ProofCase {
  readonly expected: string;
  readonly served: string;
}

export class Tally {
  cases = 0;
  readonly mismatches: Mismatch[] = [];
  readonly #counts = new Map<string, Map<CaseKind, number>>();

  /** One case; `served` says what was served where that is not what was expected. */
  add(proofCase: ProofCase, expected: string, served: string = expected): void {
    const { role, kind } = proofCase;
    const counts = this.#counts.get(role) ?? new Map<CaseKind, number>();
    this.#counts.set(role, counts.set(kind, (counts.get(kind) ?? 0) + 1));
    this.cases += 1;
    if (served !== expected) this.mismatches.push({ ...proofCase, expected, served });
  }

  countOf(role: string, kind: CaseKind): number {
    return this.#counts.get(role)?.get(kind) ?? 0;
  }

  counts(): readonly { readonly role: string; readonly kind: CaseKind; readonly cases: number }[] {
    return [...this.#counts].flatMap(([role, counts]) => [...counts].map(([kind, cases]) => ({ role, kind, cases })));
  }

  /** Kinds that occurred. */
  kinds(): readonly CaseKind[] {
    const counts = this.counts();
    return caseKinds.filter((kind) => counts.some((each) => each.kind === kind));
  }
}
