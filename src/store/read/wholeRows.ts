/**
 * All rows of one person, as they lie in the store and with all their columns: for the answer to a person who asks what is held, and
 * for nothing that a caller asks. No link is asked, since no caller is.
 */
import type { ObjectModel } from '../../policy/compiled.js';
import type { Session } from '../session.js';
import { identifier } from './identifier.js';
import { SealedRows } from './packet.js';
import { fixedColumnCount } from './rowsSql.js';

export interface WholeColumn {
  readonly column: string;
  readonly storage: 'sealed' | 'clear';
}

/** What runs a statement: the database, or a transaction. */
type Executor = Pick<Session, 'read'>;

/**
 * The rows of `model` that are the person's, none when the person's key is destroyed; behind the fixed columns stand `columns`, a
 * clear one as text.
 */
export async function wholeRows(
  executor: Executor,
  {
    model,
    holder,
    columns,
  }: { readonly model: ObjectModel; readonly holder: ObjectModel; readonly columns: readonly WholeColumn[] },
  person: string,
): Promise<SealedRows> {
  const subject = `t.${identifier(model.subject?.column ?? model.key)}`;
  const own = columns.map(({ column, storage }) => (storage === 'sealed' ? `t.${identifier(column)}` : asText(column)));
  const packed = [`t.${identifier(model.key)}`, subject, 's.data_key', '0::int4', 'NULL::uuid', ...own];
  const [row] = await executor.read({
    name: '',
    text: `SELECT encode(string_agg(record_send(ROW(${packed.join(', ')})), ''::bytea ORDER BY t.${identifier(model.key)}), 'base64') AS packet
  FROM ${identifier(model.table)} t JOIN ${identifier(holder.table)} s ON s.${identifier(holder.key)} = ${subject}
 WHERE ${subject} = $1::uuid AND s.data_key IS NOT NULL`,
    values: [person],
  });
  return SealedRows.parse((row?.['packet'] ?? null) as string | null, fixedColumnCount + columns.length);
}

function asText(column: string): string {
  return `(to_jsonb(t.${identifier(column)}) #>> '{}')`;
}

/** Rows of an entity by key, each by column, as text. */
export async function entityRows(
  executor: Executor,
  model: ObjectModel,
  columns: readonly string[],
  keys: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string | null>>>> {
  if (keys.length === 0) return new Map();
  const own = columns.map((column) => `, ${asText(column)} AS ${identifier(column)}`).join('');
  const rows = await executor.read({
    name: '',
    text: `SELECT t.${identifier(model.key)}::text AS "entity key"${own} FROM ${identifier(model.table)} t
 WHERE t.${identifier(model.key)} = ANY ($1::uuid[])`,
    values: [keys],
  });
  return new Map(
    rows.map(({ 'entity key': key, ...values }) => [String(key), values as Readonly<Record<string, string | null>>]),
  );
}

/** Keys of the persons whose blind index has the token: candidates, not yet found. */
export async function personsByIndex(
  executor: Executor,
  model: ObjectModel,
  index: string,
  token: Buffer,
): Promise<readonly string[]> {
  const rows = await executor.read({
    name: '',
    text: `SELECT t.${identifier(model.key)}::text AS key FROM ${identifier(model.table)} t WHERE t.${identifier(index)} = $1 LIMIT 50`,
    values: [token],
  });
  return rows.map(({ key }) => String(key));
}
