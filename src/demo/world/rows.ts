/** A row in the importer's shape: a column by the name of its field, embedded objects and child rows within. */
export type RowValue = string | number | boolean | RowObject | readonly RowObject[] | undefined;

export interface RowObject {
  readonly [field: string]: RowValue;
}

/** A row with the type that it belongs to and its UUID; a relation holds the UUID of the row that it names. */
export interface DemoRow extends RowObject {
  readonly __typename: string;
  readonly id: string;
}
