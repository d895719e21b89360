/**
 * Opens a few fields of the rows of exactly these persons, many at once: for letters to them, and to tell whom an index hints at. Beside the corridor because no
 * caller's rights bound it: whoever writes to them has two operators' word, and has recorded it first.
 */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { ObjectModel, ValueField } from '../policy/compiled.js';
import { identifier } from '../store/read/identifier.js';
import type { Row } from '../store/statement.js';
import type { Opening } from '../vault/opening.js';
import { clearDecoder } from './columnOpeners.js';
import type { CorridorRooms } from './disclosureContext.js';

type OpeningRooms = Pick<CorridorRooms, 'database' | 'vault' | 'openers'>;

/** By key, the values in the order of `fields`; who is not there, or erased, is not in it. @throws Failure SEAL_BROKEN. */
export async function openForPersons(
  rooms: OpeningRooms,
  model: ObjectModel,
  fields: readonly ValueField[],
  persons: readonly string[],
): Promise<ReadonlyMap<string, readonly (ScalarValue | null)[]>> {
  const columns = fields.map(({ column, storage }) => `${columnSql(column, storage)} AS ${identifier(`f_${column}`)}`);
  const key = `t.${identifier(model.key)}`;
  const rows = await rooms.database.read({
    name: '',
    text: `SELECT ${key}::text AS person, uuid_send(${key}) AS key, t.data_key, ${columns.join(', ')}
  FROM ${identifier(model.table)} t WHERE ${key} = ANY ($1::uuid[]) AND t.data_key IS NOT NULL`,
    values: [persons],
  });
  const opening = rooms.vault.opening();
  try {
    return new Map(rows.map((row) => [String(row['person']), openRow(rooms, opening, { model, fields, row })]));
  } finally {
    opening.close();
  }
}

function columnSql(column: string, storage: ValueField['storage']): string {
  return storage === 'sealed' ? `t.${identifier(column)}` : `t.${identifier(column)}::text`;
}

interface PersonRow {
  readonly model: ObjectModel;
  readonly fields: readonly ValueField[];
  readonly row: Row;
}

function openRow(
  { openers }: OpeningRooms,
  opening: Opening,
  { model, fields, row }: PersonRow,
): readonly (ScalarValue | null)[] {
  const [key, wrapped] = [row['key'], row['data_key']];
  invariant(Buffer.isBuffer(key) && Buffer.isBuffer(wrapped), 'a person has a key');
  const source = Buffer.concat([wrapped, key]);
  opening.person(source, 0, wrapped.length, wrapped.length);
  opening.row(source, wrapped.length);
  return fields.map((field) => {
    const value = row[`f_${field.column}`];
    if (Buffer.isBuffer(value)) return opening.value(openers.sealed(model, field), value, 0, value.length);
    return typeof value === 'string' ? clearDecoder(field.scalar)(value) : null;
  });
}
