/** The tickets of a write: what each stage has added to the rows that are still in it. */
import type { Uuid } from '../../kernel/uuid.js';
import type { ScalarValue } from '../../kernel/scalar.js';
import type { RelationField, ValueField } from '../../policy/compiled.js';
import type { RowWriting } from '../../policy/rowWriting.js';
import type { SealedRows } from '../../store/read/packet.js';
import type { WrittenValue } from '../../store/write/writtenColumn.js';
import type { SettingTarget, StepPlan } from '../../plan/writePlan.js';
import type { RowError } from './rowCodes.js';

export type ConditionTarget = Extract<SettingTarget, { readonly kind: 'condition' }>;

/** What one step sets in one row, in canonical form; keys of rows are hex. NULL empties a column. */
export interface StepValues {
  readonly plan: StepPlan;
  readonly row: string | undefined;
  /** What the caller says to have seen of the row. */
  readonly version: string | undefined;
  readonly person: string | undefined;
  readonly values: ReadonlyMap<ValueField, ScalarValue | null>;
  readonly relations: ReadonlyMap<RelationField, string | null>;
  readonly conditions: ReadonlyMap<ConditionTarget, ScalarValue>;
}

export interface GivenValues {
  readonly index: number;
  readonly step: StepValues;
  readonly following: readonly StepValues[];
}

/** A row of a page, sealed as it lies in the store. */
export interface HeldRow {
  readonly rows: SealedRows;
  readonly row: number;
}

/** The caller reaches all that the row names. */
export interface AdmittedRow extends GivenValues {
  /** UPDATE, END: the row itself; CREATE of a record: its person. */
  readonly held: HeldRow | undefined;
}

export interface Admitted {
  readonly rows: readonly AdmittedRow[];
  readonly errors: readonly RowError[];
}

export interface SealedStep {
  readonly writing: RowWriting;
  readonly key: Uuid;
  /** Of a new record. */
  readonly person: Uuid | undefined;
  /** Whose row it is; undefined: nobody's. */
  readonly subject: Uuid | undefined;
  /** Of a new person: the wrapped data key. */
  readonly dataKey: Buffer | undefined;
  readonly values: ReadonlyMap<string, WrittenValue>;
}

export interface SealedRow {
  readonly index: number;
  readonly step: SealedStep;
  readonly following: readonly SealedStep[];
}

export interface Sealed {
  readonly rows: readonly SealedRow[];
  readonly errors: readonly RowError[];
}

/** What was written, and of whom. */
export interface WrittenRows {
  readonly written: Written;
  /** Rows that the store took, each with the records that went along. */
  readonly taken: readonly SealedRow[];
}

/** What became of a request: also what a repetition of it is answered with. */
export interface Written {
  readonly errors: readonly RowError[];
  /** Keys of the rows that were written, in their order, for the payload. A new person's is not among them. */
  readonly keys: readonly string[];
  /** A random id that names no row; null when no row was taken. */
  readonly receipt: string | null;
}

export function stepsOf({ step, following }: GivenValues): readonly StepValues[] {
  return [step, ...following];
}
