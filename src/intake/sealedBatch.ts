/**
 * Sealed rows of some units, ready for COPY. A unit is one row of the source with the rows within it: it is loaded whole or
 * not at all. Beside the bytes stand the facts by which units are screened: what must be unique, what must exist.
 */
import { invariant } from '../kernel/invariant.js';
import { CopyPage } from '../store/copyPage.js';
import type { CopyValue } from '../store/copyValue.js';
import type { LookedUpColumn } from '../store/intake/existingValues.js';
import { copyTarget } from '../store/intake/copyTarget.js';
import type { PlannedColumn, TypePlan } from './typePlan.js';

/** Rows of one table that leave the same columns to the database. */
export interface CopyGroup {
  readonly plan: TypePlan;
  /** `"table" ("column", …)`. */
  readonly target: string;
  readonly page: CopyPage;
  /** By row of the page, ascending. */
  readonly units: number[];
  readonly ordinals: readonly number[];
}

/** Values of one column that may stand in one row only. */
export interface UniqueClaims {
  readonly place: LookedUpColumn;
  /** Path of the field. */
  readonly column: string;
  /** In PostgreSQL's text form. */
  readonly values: string[];
  readonly units: number[];
}

/** Rows of one type that are referred to. */
export interface References {
  readonly target: string;
  readonly ids: string[];
  readonly units: number[];
  /** Paths of the fields. */
  readonly columns: string[];
}

export class SealedBatch {
  /** The source's line, by unit. */
  readonly lines: number[] = [];
  readonly #groups = new Map<TypePlan, Map<string, CopyGroup>>();
  readonly #claims = new Map<PlannedColumn, UniqueClaims>();
  readonly #references = new Map<string, References>();
  readonly #ids = new Map<string, Map<string, number>>();

  get unitCount(): number {
    return this.lines.length;
  }

  /** Begins a unit; the rows that follow are its own. */
  addUnit(line: number): number {
    return this.lines.push(line) - 1;
  }

  /** Appends a row to the last unit; `values` by ordinal of the plan. */
  addRow(plan: TypePlan, values: readonly (CopyValue | undefined)[], hasGivenId: boolean): void {
    const unit = this.lines.length - 1;
    const group = this.#groupOf(plan, values);
    group.page.add(values, group.ordinals);
    group.units.push(unit);
    this.#noteId(plan, String(values[0]), unit);
    for (const ordinal of plan.uniques) {
      const value = values[ordinal];
      if (value !== undefined && (ordinal !== 0 || hasGivenId)) this.#claim(plan, ordinal, value, unit);
    }
    this.#refer(plan, values, unit);
  }

  /** Groups of one type. */
  groups(plan: TypePlan): readonly CopyGroup[] {
    return [...(this.#groups.get(plan)?.values() ?? [])];
  }

  claims(): Iterable<UniqueClaims> {
    return this.#claims.values();
  }

  references(): Iterable<References> {
    return this.#references.values();
  }

  /** The unit that holds the row of `type` with this id, if one of this batch does. */
  unitOf(type: string, id: string): number | undefined {
    return this.#ids.get(type)?.get(id);
  }

  #groupOf(plan: TypePlan, values: readonly (CopyValue | undefined)[]): CopyGroup {
    const left = plan.defaulted.filter((ordinal) => values[ordinal] === undefined);
    const groups = this.#groups.get(plan) ?? new Map<string, CopyGroup>();
    this.#groups.set(plan, groups);
    const key = left.join();
    const known = groups.get(key);
    if (known !== undefined) return known;
    const ordinals = plan.columns.map((_, ordinal) => ordinal).filter((ordinal) => !left.includes(ordinal));
    const columns = ordinals.map((ordinal) => columnOf(plan, ordinal));
    const target = copyTarget(
      plan.model.table,
      columns.map(({ name }) => name),
    );
    const group = { plan, target, ordinals, units: [], page: new CopyPage(columns.map(({ writer }) => writer)) };
    groups.set(key, group);
    return group;
  }

  #noteId(plan: TypePlan, id: string, unit: number): void {
    const ids = this.#ids.get(plan.model.name) ?? new Map<string, number>();
    this.#ids.set(plan.model.name, ids);
    if (!ids.has(id)) ids.set(id, unit);
  }

  #claim(plan: TypePlan, ordinal: number, value: CopyValue, unit: number): void {
    const column = columnOf(plan, ordinal);
    const place = { table: plan.model.table, column: column.name, type: column.type };
    const claims = this.#claims.get(column) ?? { place, column: column.path, values: [], units: [] };
    this.#claims.set(column, claims);
    claims.values.push(Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : String(value));
    claims.units.push(unit);
  }

  #refer(plan: TypePlan, values: readonly (CopyValue | undefined)[], unit: number): void {
    for (const ordinal of plan.references) {
      const id = values[ordinal];
      if (id === undefined) continue;
      const { target = '', path } = columnOf(plan, ordinal);
      const references = this.#references.get(target) ?? { target, ids: [], units: [], columns: [] };
      this.#references.set(target, references);
      references.ids.push(String(id));
      references.units.push(unit);
      references.columns.push(path);
    }
  }
}

function columnOf(plan: TypePlan, ordinal: number): PlannedColumn {
  const column = plan.columns[ordinal];
  invariant(column, `column ${ordinal} of ${plan.model.name}`);
  return column;
}
