/** What the store may select of one type: the second wall's only key. Made by plan from the compiled grant. */
import type { Gate, ObjectModel } from './compiled.js';

/** When a column opens: through its gate, unless a restriction of the row withholds it. */
export interface OpennessClass {
  readonly gate: Gate;
  readonly restrictedBy: readonly string[];
}

export interface SelectedColumn {
  readonly column: string;
  readonly storage: 'sealed' | 'clear';
  /** Index into {@link RowSelection.classes}. */
  readonly openness: number;
}

/** All that the store may select of one type: the compiled grant of this request and nothing beside it (law 3). */
export interface RowSelection {
  readonly model: ObjectModel;
  /** The type whose row holds the data key: itself for a subject, the subject's for a record. */
  readonly keyHolder: ObjectModel | undefined;
  /** Class 0 decides whether the row exists for the caller at all. */
  readonly classes: readonly OpennessClass[];
  readonly columns: readonly SelectedColumn[];
  /** Columns whose changes `changedSince` compares, each with its class. */
  readonly watched: readonly { readonly column: string; readonly openness: number }[];
  /** Columns whose changes the version of a row speaks of, sorted; empty unless a version is asked for. */
  readonly versioned: readonly { readonly column: string; readonly openness: number }[];
}
