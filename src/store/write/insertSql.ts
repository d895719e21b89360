/** New rows of one step, as one statement for any number of them. */
import { invariant } from '../../kernel/invariant.js';
import type { RowWriting } from '../../policy/rowWriting.js';
import { identifier } from '../read/identifier.js';
import type { ColumnTypes } from '../read/linkSql.js';
import { isWritable, typeOf } from './writtenColumn.js';

export interface InsertSql {
  readonly text: string;
  /** Columns in the order of the parameters, each an array of one value a row. */
  readonly columns: readonly string[];
}

/** What becomes of a row that is there already: it is left alone and the others stand, or it refuses them all. */
export type Meeting = 'skip' | 'refuse';

/**
 * INSERT of rows that give `given` and no other column of the step, and gives the keys of those that it made; what is not
 * given takes the table's default. Key, person, data key and the instant of creation are the engine's.
 */
export function insertSql(
  writing: RowWriting,
  given: readonly string[],
  meeting: Meeting,
  types: ColumnTypes,
): InsertSql {
  for (const column of given) invariant(isWritable(writing, column), `the write does not set ${column}`);
  const columns = [...engineColumns(writing), ...given];
  const names = columns.map(identifier);
  const arrays = columns.map((column, index) => `$${String(index + 1)}::${typeOf(types, writing, column)}[]`);
  const conflict = meeting === 'skip' ? '\nON CONFLICT DO NOTHING' : '';
  return Object.freeze({
    columns: Object.freeze(columns),
    text: `INSERT INTO ${identifier(writing.model.table)} (${names.join(', ')})
SELECT * FROM unnest(${arrays.join(', ')})${conflict}
RETURNING ${identifier(writing.model.key)} AS key`,
  });
}

/** In this order: key, person of a record or data key of a person, instant of creation. */
function engineColumns({ model }: RowWriting): readonly string[] {
  if (model.kind === 'subject') return [model.key, 'data_key', 'created_at'];
  invariant(model.kind === 'record' && model.subject !== undefined, 'what is about no person is not written');
  return [model.key, model.subject.column, 'created_at'];
}
