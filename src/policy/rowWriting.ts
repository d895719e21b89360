/** What the store may write of one type: the second wall's only key for writing. Made by plan from the compiled write. */
import type { BlindIndexModel, ObjectModel, ValueField } from './compiled.js';

/** All that one step of a write may set, and nothing beside it (law 3). */
export interface RowWriting {
  readonly kind: 'CREATE' | 'UPDATE' | 'END';
  readonly model: ObjectModel;
  /** Columns of the fields that its inputs, constants and claims set; key, person and data key are not among them. */
  readonly columns: readonly WritableColumn[];
  /** Blind indexes over a field that it sets. */
  readonly indexes: readonly BlindIndexModel[];
  /** UPDATE, END: whenever `column` is set, it must have held one of `values`. */
  readonly from: readonly { readonly column: string; readonly values: readonly string[] }[];
  /** END: columns that are set when they are NULL, or to what is not later. */
  readonly shortens: readonly string[];
}

export interface WritableColumn {
  readonly column: string;
  readonly storage: ValueField['storage'];
}

/** `column` of the row to which `joins` lead from a row of `start` must hold a given value. */
export interface RelatedCondition {
  readonly start: ObjectModel;
  readonly joins: readonly { readonly column: string; readonly target: ObjectModel }[];
  /** Of the last row; stored in clear. */
  readonly column: string;
}
