/** One SQL statement with its parameters apart: the only form in which the other files of this room meet PostgreSQL. */
export interface Statement {
  /** Name under which a connection prepares it once: at most 63 bytes, one text for one name. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * A row by column name. `bytea` is a Buffer, `uuid` and `date` are strings, `timestamptz` is an ISO 8601 string in UTC
 * with the microseconds kept, `bigint` is a number, `numeric` a string, `json` is parsed.
 */
export type Row = Readonly<Record<string, unknown>>;

/** What runs a statement: the database, or the transaction of a write. */
export interface Executor {
  read(statement: Statement): Promise<readonly Row[]>;
}
