/** Writes rows as an import does: values sealed with their person's key, blind indexes beside them. */
import { invariant } from '../../kernel/invariant.js';
import { parseUuid, uuidBytes } from '../../kernel/uuid.js';
import type { ObjectModel } from '../../policy/compiled.js';
import type { Database } from '../../store/database.js';
import { identifier } from '../../store/read/identifier.js';
import type { Sealing } from '../../vault/sealing.js';
import type { Vault } from '../../vault/vault.js';
import type { FilledRow } from './candidates.js';
import type { FilledTable } from './tables.js';

export interface InsertRooms {
  readonly database: Database;
  readonly vault: Vault;
}

type Written = Record<string, unknown>;

export async function insertRows(rooms: InsertRooms, table: FilledTable, rows: readonly FilledRow[]): Promise<void> {
  const written = await writtenRows(rooms, table, rows);
  const columns = [...new Set(written.flatMap((row) => Object.keys(row)))].map(identifier).join(', ');
  const name = identifier(table.name);
  const text = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`;
  await rooms.database.read({ name: '', text, values: [JSON.stringify(written)] });
}

async function writtenRows(
  { database, vault }: InsertRooms,
  { model, persons }: FilledTable,
  rows: readonly FilledRow[],
): Promise<readonly Written[]> {
  if (model === undefined || model.kind === 'entity') return rows.map(({ clear }) => clear);
  const keys = model.kind === 'record' ? await keysOfPersons(database, persons) : new Map<string, Buffer>();
  const sealing = vault.sealing();
  try {
    return rows.map((row) => sealedRow({ vault, sealing, model, keys }, row));
  } finally {
    sealing.close();
  }
}

interface Sealer {
  readonly vault: Vault;
  readonly sealing: Sealing;
  readonly model: ObjectModel;
  readonly keys: ReadonlyMap<string, Buffer>;
}

function sealedRow({ vault, sealing, model, keys }: Sealer, { clear, sealed }: FilledRow): Written {
  const row: Written = { ...clear };
  const id = bytesOf(clear[model.key]);
  const person = clear[model.subject?.column ?? ''];
  if (model.kind === 'subject') row['data_key'] = hex(sealing.newKey(id));
  else {
    const wrapped = keys.get(String(person));
    invariant(wrapped, 'a record is of a person who is there');
    sealing.person(wrapped, bytesOf(person));
  }
  sealing.row(id);
  for (const [path, value] of sealed) {
    const field = model.fields.get(path);
    invariant(field?.kind === 'value', 'only values are sealed');
    row[field.column] = hex(sealing.value(vault.column(model.table, field.column, field.scalar), value));
  }
  for (const index of model.indexes) {
    const fields = index.fields.map((path) => model.fields.get(path));
    const values = fields.flatMap((field) =>
      field?.kind === 'value' ? (sealed.get(field.path) ?? clear[field.column] ?? []) : [],
    );
    if (values.length < fields.length) continue;
    const scalars = fields.flatMap((field) => (field?.kind === 'value' ? [field.scalar] : []));
    row[index.column] = hex(
      vault.blindIndex({ table: model.table, column: index.column, scalars, bits: index.bits }).of(values),
    );
  }
  return row;
}

async function keysOfPersons(
  database: Database,
  persons: ObjectModel | undefined,
): Promise<ReadonlyMap<string, Buffer>> {
  invariant(persons, 'a record has its person');
  const text = `SELECT ${identifier(persons.key)}::text AS id, data_key FROM ${identifier(persons.table)}`;
  const rows = await database.read({ name: '', text, values: [] });
  return new Map(rows.map((row) => [String(row['id']), row['data_key'] as Buffer]));
}

function bytesOf(id: unknown): Buffer {
  const uuid = parseUuid(String(id));
  invariant(uuid, 'a key is a UUID');
  return uuidBytes(uuid);
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
