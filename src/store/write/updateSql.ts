/** The change of one row, which happens only from the states that the step names. */
import { invariant } from '../../kernel/invariant.js';
import type { RowWriting } from '../../policy/rowWriting.js';
import { identifier } from '../read/identifier.js';
import type { ColumnTypes } from '../read/linkSql.js';
import { isWritable, typeOf } from './writtenColumn.js';

export interface UpdateSql {
  readonly text: string;
  /** Values of the last parameters. */
  readonly states: readonly (readonly string[])[];
}

/**
 * UPDATE that sets `given`: $1 is the key, $2 the instants of the changes as JSON, then a value for each column in its
 * order, then the states for each of them that may be changed from certain states only.
 */
export function updateSql(writing: RowWriting, given: readonly string[], types: ColumnTypes): UpdateSql {
  invariant(writing.kind !== 'CREATE' && given.length > 0, 'an UPDATE sets something');
  for (const column of given) invariant(isWritable(writing, column), `the write does not set ${column}`);
  const values = given.map((column, index) => `${place(index)}::${typeOf(types, writing, column)}`);
  const sets = given.map((column, index) => `${identifier(column)} = ${values[index] ?? 'NULL'}`);
  const from = writing.from.filter(({ column }) => given.includes(column));
  const states = from.map(
    ({ column }, index) => `t.${identifier(column)}::text = ANY(${place(given.length + index)}::text[])`,
  );
  const shortened = given.flatMap((column, index) => {
    if (!writing.shortens.includes(column)) return [];
    return [`(t.${identifier(column)} IS NULL OR t.${identifier(column)} >= ${values[index] ?? 'NULL'})`];
  });
  const where = [`t.${identifier(writing.model.key)} = $1::uuid`, ...states, ...shortened];
  return Object.freeze({
    text: `UPDATE ${identifier(writing.model.table)} t
SET ${[...sets, `changed = t.changed || ${changesSql}`].join(', ')}
WHERE ${where.join('\n  AND ')}`,
    states: Object.freeze(from.map(({ values: allowed }) => allowed)),
  });
}

/** A later change has a later instant, whatever the clock says: by it a version knows the one from the other. */
const changesSql = `(SELECT jsonb_object_agg(c.key, CASE
  WHEN (t.changed ->> c.key)::timestamptz >= c.value::timestamptz
  THEN to_jsonb((t.changed ->> c.key)::timestamptz + interval '1 microsecond')
  ELSE to_jsonb(c.value) END) FROM jsonb_each_text($2::jsonb) c)`;

/** The parameter of the value at `index`. */
function place(index: number): string {
  return `$${String(index + 3)}`;
}
