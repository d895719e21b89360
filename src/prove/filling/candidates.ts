/**
 * Rows that may be: drawn at random around what they are wanted for, then judged by the database's own CHECKs before any
 * is written. What a schema demands beyond foreign keys, CHECKs and unique indexes stops the filling, which says where.
 */
import type { ScalarValue } from '../../kernel/scalar.js';
import type { Database } from '../../store/database.js';
import { identifier } from '../../store/read/identifier.js';
import type { FillingDice } from './fillingDice.js';
import { inventedValue } from './invented.js';
import type { FilledColumn, FilledTable, Reference } from './tables.js';

export type Cell = ScalarValue | null;

/** A row of a table: what stands in clear by column, what will be sealed by the path of its field. */
export interface FilledRow {
  readonly clear: Readonly<Record<string, Cell>>;
  readonly sealed: ReadonlyMap<string, ScalarValue>;
}

/** Columns that a row must have so; the others are drawn. */
export type Wish = Readonly<Record<string, Cell>>;

const drawsPerWish = 24;
const holders = 4;

export interface Surroundings {
  readonly table: FilledTable;
  readonly dice: FillingDice;
  /** Days to draw dates from. */
  readonly grid: readonly string[];
  /** Rows of the tables before it. */
  readonly rowsOf: (table: string) => readonly FilledRow[];
}

/** A row for each wish that can be had; the others are left out. */
export async function rowsFor(
  database: Database,
  wishes: readonly Wish[],
  at: Surroundings,
): Promise<readonly FilledRow[]> {
  const drawn = wishes.flatMap((wish, index) =>
    Array.from({ length: drawsPerWish }, () => drawRow(wish, at)).flatMap((clear) =>
      clear === undefined ? [] : [{ index, clear }],
    ),
  );
  const allowed = await allowedByChecks(
    database,
    at.table,
    drawn.map(({ clear }) => clear),
  );
  const taken = new UniqueValues(at.table.uniques);
  const rows = new Map<number, FilledRow>();
  drawn.forEach(({ index, clear }, position) => {
    if (rows.has(index) || !allowed.has(position) || !taken.take(clear)) return;
    rows.set(index, { clear, sealed: sealedValues(at, rows.size + 1) });
  });
  return [...rows.values()];
}

/** Undefined when it refers to a row that is not there. */
function drawRow(wish: Wish, at: Surroundings): Record<string, Cell> | undefined {
  const { table, dice } = at;
  const row: Record<string, Cell> = { ...wish };
  if (table.key !== undefined) row[table.key] ??= dice.uuid();
  for (const reference of table.references) if (!refer(row, reference, at)) return undefined;
  for (const column of table.columns) {
    if (column.name in row || column.type === 'bytea') continue;
    const value = drawCell(column, at);
    if (value === undefined) return undefined;
    row[column.name] = value;
  }
  return row;
}

/** Among the rows that agree with what stands already; of holders the first ones more often: they come to have many links. */
function refer(
  row: Record<string, Cell>,
  { columns, target, targetColumns }: Reference,
  { table, dice, rowsOf }: Surroundings,
): boolean {
  const [only, ...others] = columns.map((name) => table.columns.find((column) => column.name === name));
  if (columns.some((name) => row[name] === null)) return true;
  const isLoose = others.length === 0 && only?.isNullable === true && !(only.name in row);
  if (isLoose && dice.chance(0.12)) {
    row[only.name] = null;
    return true;
  }
  const agreeing = rowsOf(target).filter(({ clear }) =>
    columns.every((name, index) => row[name] === undefined || row[name] === clear[targetColumns[index] ?? '']),
  );
  const isPerson = columns.some(
    (name) => table.reaches.some(({ subject }) => subject === name) || name === table.model?.subject?.column,
  );
  const chosen = dice.pick(!isPerson && dice.chance(0.45) ? agreeing.slice(0, 2) : agreeing);
  if (chosen === undefined) return false;
  columns.forEach((name, index) => (row[name] = chosen.clear[targetColumns[index] ?? ''] ?? null));
  return true;
}

/** Undefined when nothing can be drawn for it. */
function drawCell(column: FilledColumn, { table, dice, grid }: Surroundings): Cell | undefined {
  if (column.isNullable && dice.chance(emptiness(column, table))) return null;
  const drawn = drawValue(column, dice, grid);
  return drawn ?? (column.isNullable ? null : undefined);
}

function emptiness({ name, type }: FilledColumn, { reaches }: FilledTable): number {
  if (reaches.some(({ closes }) => closes.includes(name))) return 0.85;
  return type === 'date' || type === 'timestamptz' ? 0.4 : 0.1;
}

function drawValue(
  { type, field, isHeld }: FilledColumn,
  dice: FillingDice,
  grid: readonly string[],
): Cell | undefined {
  if (type === 'date') return dice.pick(grid);
  if (isHeld && type === 'text') return `holder-${dice.below(holders) + 1}`;
  if (field !== undefined) return inventedValue(field, dice.below(1_000_000), dice);
  switch (type) {
    case 'timestamptz':
      return `${dice.pick(grid) ?? ''}T12:00:00Z`;
    case 'uuid':
      return dice.uuid();
    case 'bool':
      return dice.chance(0.3);
    case 'int2':
    case 'int4':
    case 'int8':
    case 'float4':
    case 'float8':
    case 'numeric':
      return dice.below(100) + 1;
    case 'text':
    case 'varchar':
    case 'bpchar':
      return `word-${dice.below(1_000_000)}`;
    default:
      return undefined;
  }
}

/** A value that no two share is numbered, and always there. */
function sealedValues({ table, dice }: Surroundings, number: number): ReadonlyMap<string, ScalarValue> {
  const values = new Map<string, ScalarValue>();
  for (const field of table.model?.fields.values() ?? []) {
    if (field.kind !== 'value' || field.storage !== 'sealed') continue;
    const isUnique = table.model?.indexes.some(({ unique, fields }) => unique && fields[0] === field.path) === true;
    if (!isUnique && !field.required && dice.chance(0.12)) continue;
    const value = inventedValue(field, number, dice);
    if (value !== undefined) values.set(field.path, value);
  }
  return values;
}

/** Positions of the rows that every CHECK of the table lets in. */
async function allowedByChecks(
  database: Database,
  { name, checks }: FilledTable,
  rows: readonly Readonly<Record<string, Cell>>[],
): Promise<ReadonlySet<number>> {
  if (checks.length === 0) return new Set(rows.keys());
  const conditions = checks.map((check) => `COALESCE((${check}), TRUE)`).join(' AND ');
  const text = `SELECT prove_ordinal FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY prove_row(prove_json, prove_ordinal)
 CROSS JOIN LATERAL jsonb_populate_record(NULL::${identifier(name)}, prove_json) WHERE ${conditions}`;
  const allowed = await database.read({ name: '', text, values: [JSON.stringify(rows)] });
  return new Set(allowed.map((row) => Number(row['prove_ordinal']) - 1));
}

class UniqueValues {
  readonly #uniques: readonly (readonly string[])[];
  readonly #taken = new Set<string>();

  constructor(uniques: readonly (readonly string[])[]) {
    this.#uniques = uniques;
  }

  /** Whether no other row has them; from then on this one has. */
  take(row: Readonly<Record<string, Cell>>): boolean {
    const keys = this.#uniques
      .filter((columns) => columns.every((name) => row[name] !== undefined && row[name] !== null))
      .map((columns) => JSON.stringify([columns, ...columns.map((name) => row[name])]));
    if (keys.some((key) => this.#taken.has(key))) return false;
    for (const key of keys) this.#taken.add(key);
    return true;
  }
}
