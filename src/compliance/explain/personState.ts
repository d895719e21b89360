/** What a person's own row says of who may read it: key, restrictions, retention. No value is opened. */
import type { ObjectModel } from '../../policy/compiled.js';
import { identifier } from '../../store/read/identifier.js';
import type { Executor } from '../../store/statement.js';

export interface PersonState {
  /** `ERASED`: the row is there and its key is not. */
  readonly held: 'HELD' | 'ERASED' | 'UNKNOWN';
  /** Columns of @restrict that are true. */
  readonly restrictedBy: readonly string[];
  /** The date that retention counts from; undefined while it is empty, or nothing is retained. */
  readonly retainedFrom: string | undefined;
}

export async function personState(executor: Executor, type: ObjectModel, person: string): Promise<PersonState> {
  const columns = [...new Set(type.restricts.map(({ column }) => column))];
  const marks = columns.map((column) => `t.${identifier(column)} IS TRUE`);
  const from = type.retain === undefined ? 'NULL' : `t.${identifier(type.retain.from)}`;
  const [row] = await executor.read({
    name: '',
    text: `SELECT t.data_key IS NOT NULL AS is_held, ARRAY[${marks.join(', ')}]::boolean[] AS marks, ${from}::text AS kept_from
  FROM ${identifier(type.table)} t WHERE t.${identifier(type.key)} = $1::uuid`,
    values: [person],
  });
  if (row === undefined) return { held: 'UNKNOWN', restrictedBy: [], retainedFrom: undefined };
  const set = row['marks'] as readonly boolean[];
  const keptFrom = row['kept_from'];
  return {
    held: row['is_held'] === true ? 'HELD' : 'ERASED',
    restrictedBy: columns.filter((_, at) => set[at] === true),
    retainedFrom: typeof keptFrom === 'string' ? keptFrom : undefined,
  };
}
