/** Where the database and the policy disagree: found at start, all at once, each with what to do about it. */
export interface StoreProblem {
  readonly code: StoreProblemCode;
  readonly table: string;
  readonly column: string | undefined;
  readonly message: string;
  readonly remedy: string;
}

/** Closed, documented in docs/codes.md, never reused. */
export type StoreProblemCode =
  | 'TABLE_MISSING'
  | 'COLUMN_MISSING'
  | 'COLUMN_TYPE'
  | 'COLUMN_NULLABLE'
  | 'COLUMN_NOT_NULLABLE'
  | 'INDEX_MISSING'
  | 'INDEX_NOT_UNIQUE'
  | 'INDEX_UNIQUE'
  | 'LOOKUP_SCANS'
  | 'REACH_WRITTEN';

/** `tenant.surname COLUMN_TYPE message`, then the remedy on a line of its own. */
export function printStoreProblem({ code, table, column, message, remedy }: StoreProblem): string {
  const place = column === undefined ? table : `${table}.${column}`;
  return `${place} ${code} ${message}\n    ${remedy}`;
}
