/** The columns that a statement may write: those of the compiled step, and the engine's own beside them. */
import { invariant } from '../../kernel/invariant.js';
import type { RowWriting } from '../../policy/rowWriting.js';
import type { ColumnTypes } from '../read/linkSql.js';

/** A value on its way into a column: sealed bytes, a blind index, a canonical value in clear, a key as hex, NULL. */
export type WrittenValue = Buffer | string | number | boolean | null;

/** Whether `column` is one that the step sets, or a blind index over what it sets. */
export function isWritable(writing: RowWriting, column: string): boolean {
  return (
    writing.columns.some((each) => each.column === column) || writing.indexes.some((each) => each.column === column)
  );
}

export function typeOf(types: ColumnTypes, writing: RowWriting, column: string): string {
  const type = types(writing.model.table, column);
  invariant(type !== undefined, `no column ${writing.model.table}.${column}`);
  return type;
}
