/** Loads the clear columns of rows in the importer's shape, for tests that count links and open nothing. */
import type pg from 'pg';
import type { DemoRow, RowObject } from '../../src/demo/world/rows.js';
import type { CompiledPolicy, ObjectModel } from '../../src/policy/compiled.js';

export async function loadClearColumns(
  client: pg.Client,
  policy: CompiledPolicy,
  rows: Iterable<DemoRow>,
): Promise<void> {
  const tables = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) collect(policy, tables, { type: row.__typename, row });
  for (const [table, records] of tables) await insert(client, table, records);
}

interface Placed {
  readonly type: string;
  readonly row: RowObject;
  /** Column that points back to the row that it stands in, and its key. */
  readonly owner?: readonly [column: string, key: unknown];
}

function collect(
  policy: CompiledPolicy,
  tables: Map<string, Record<string, unknown>[]>,
  { type, row, owner }: Placed,
): void {
  const model = policy.types.get(type);
  if (model === undefined) throw new Error(`no type ${type}`);
  const records = tables.get(model.table) ?? [];
  tables.set(model.table, records);
  records.push({
    id: row['id'],
    ...clearColumns(model, row),
    ...(owner === undefined ? {} : { [owner[0]]: owner[1] }),
  });
  for (const field of model.fields.values()) {
    const children = row[field.path];
    if (field.kind !== 'list' || !Array.isArray(children)) continue;
    for (const child of children as readonly RowObject[])
      collect(policy, tables, { type: field.target, row: child, owner: [field.column, row['id']] });
  }
}

function clearColumns(model: ObjectModel, row: RowObject): Record<string, unknown> {
  return Object.fromEntries(
    [...model.fields.values()].flatMap((field) => {
      const value = row[field.path];
      if (value === undefined || (field.kind !== 'relation' && (field.kind !== 'value' || field.storage === 'sealed')))
        return [];
      return [[field.column, value]];
    }),
  );
}

/** Rows with the same columns go together, so that the others take their defaults. */
async function insert(client: pg.Client, table: string, records: readonly Record<string, unknown>[]): Promise<void> {
  const shapes = new Map<string, Record<string, unknown>[]>();
  for (const record of records) {
    const shape = Object.keys(record).toSorted().join(', ');
    const group = shapes.get(shape) ?? [];
    shapes.set(shape, group);
    group.push(record);
  }
  for (const [shape, group] of shapes) {
    await client.query(
      `INSERT INTO ${table} (${shape}) SELECT ${shape} FROM jsonb_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(group)],
    );
  }
}
