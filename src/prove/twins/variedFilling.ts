/**
 * Another store that differs only in what a role may not read, match, search or count: other values where none is shown or
 * only a rung that both share, persons and records of whom nothing is shown gone, approvals that open nothing otherwise dead.
 */
import type { ScalarValue } from '../../kernel/scalar.js';
import type { ObjectModel, ValueField } from '../../policy/compiled.js';
import type { FilledRow } from '../filling/candidates.js';
import type { FillingDice } from '../filling/fillingDice.js';
import type { Filling } from '../filling/fillStore.js';
import { inventedValue } from '../filling/invented.js';
import type { FilledTable } from '../filling/tables.js';
import type { CallerReading } from '../reading/callerReading.js';
import type { HeldRow } from '../reading/heldWorld.js';
import { rungOf } from '../reading/rungs.js';

export interface Varying {
  readonly filling: Filling;
  readonly role: string;
  /** Everybody who will ask, for every purpose. */
  readonly readings: readonly CallerReading[];
  readonly dice: FillingDice;
}

export function variedFilling(varying: Varying): Filling {
  const { filling } = varying;
  const gone = hiddenRows(varying);
  const rows = filling.tables.map((table): readonly [string, readonly FilledRow[]] => {
    const kept = (filling.rows.get(table.name) ?? []).filter((row) => !gone.has(row));
    return [table.name, kept.map((row, index) => variedRow(varying, table, row, index))];
  });
  return { tables: filling.tables, rows: new Map(rows) };
}

/** Every other one of the persons, and of the records in tables that decide nothing for the role, of whom nothing is shown. */
function hiddenRows(varying: Varying): ReadonlySet<FilledRow> {
  const { filling, role } = varying;
  const gone = new Set<FilledRow>();
  for (const table of filling.tables) {
    const isPerson = table.model?.kind === 'subject';
    const decidesNothing = table.model?.kind === 'record' && !table.readBy.has(role);
    if (!isPerson && !decidesNothing) continue;
    (filling.rows.get(table.name) ?? []).forEach((row, index) => {
      const taken = withReferring(filling, table, row);
      const isHidden = taken.every((each) => !isShown(varying, each.table, each.row));
      if (index % 2 === 0 && isHidden) for (const each of taken) gone.add(each.row);
    });
  }
  return gone;
}

interface TableRow {
  readonly table: FilledTable;
  readonly row: FilledRow;
}

/** The row, and all that refer to it, and to those. */
function withReferring({ tables, rows }: Filling, table: FilledTable, row: FilledRow): readonly TableRow[] {
  const taken: TableRow[] = [{ table, row }];
  for (const other of tables) {
    for (const each of rows.get(other.name) ?? []) {
      const refers = other.references.some(({ columns, target, targetColumns }) =>
        taken.some(
          (known) =>
            known.table.name === target &&
            columns.every((column, index) => each.clear[column] === known.row.clear[targetColumns[index] ?? '']),
        ),
      );
      if (refers) taken.push({ table: other, row: each });
    }
  }
  return taken;
}

function isShown({ readings }: Varying, { model }: FilledTable, row: FilledRow): boolean {
  if (model === undefined) return false;
  return readings.some((reading) => {
    const held = heldOf(reading, model, row);
    return held !== undefined && reading.isVisible(held);
  });
}

function heldOf(reading: CallerReading, model: ObjectModel, row: FilledRow): HeldRow | undefined {
  return reading.rowOf(model.name, String(row.clear[model.key]));
}

function variedRow(varying: Varying, { model }: FilledTable, row: FilledRow, index: number): FilledRow {
  if (model === undefined) return row;
  const sealed = new Map<string, ScalarValue>();
  for (const field of model.fields.values()) {
    if (field.kind !== 'value' || field.storage !== 'sealed') continue;
    const value = variedValue(varying, { model, field, row, number: numberBase + index });
    if (value !== undefined) sealed.set(field.path, value);
  }
  return { clear: row.clear, sealed };
}

/** Numbers of values begin behind those of the first store, so that what no two share stays so. */
const numberBase = 500_000;
const attempts = 40;

interface Variable {
  readonly model: ObjectModel;
  readonly field: ValueField;
  readonly row: FilledRow;
  readonly number: number;
}

/** Undefined: no value. What is seen to be empty stays so, and what is seen to be there, too. */
function variedValue(varying: Varying, { model, field, row, number }: Variable): ScalarValue | undefined {
  const value = row.sealed.get(field.path);
  const rungs = shownRungs(varying, model, field, row);
  const isFixed = rungs.has('EXACT') || rungs.has('PSEUDONYM') || (value === undefined && rungs.size > 0);
  if (isFixed) return value;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const other = inventedValue(field, number, varying.dice);
    if (other !== undefined && other !== value && sharesRungs(varying, field, rungs, value, other)) return other;
  }
  return value;
}

function sharesRungs(
  { readings: [reading] }: Varying,
  { scalar }: ValueField,
  rungs: ReadonlySet<string>,
  ...[value, other]: readonly [ScalarValue | undefined, ScalarValue]
): boolean {
  if (rungs.size === 0) return true;
  if (value === undefined || reading === undefined) return false;
  const year = reading.year();
  return [...rungs].every((rung) => rungOf(rung, scalar, value, year) === rungOf(rung, scalar, other, year));
}

/** At which rungs anybody who asks is shown the value. */
function shownRungs({ readings }: Varying, model: ObjectModel, field: ValueField, row: FilledRow): ReadonlySet<string> {
  const rungs = new Set<string>();
  for (const reading of readings) {
    const held = heldOf(reading, model, row);
    if (held === undefined || !reading.isVisible(held)) continue;
    for (const granted of reading.granted(model.name)) {
      if (granted.field.path === field.path && reading.isOpen(held, granted)) rungs.add(granted.precision);
    }
  }
  return rungs;
}
