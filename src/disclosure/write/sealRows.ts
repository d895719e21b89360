/**
 * Second stage of a write: every value sealed with its person's key, every blind index over what changes made anew. All
 * of it is done before the store is written, and whether or not the store will take it.
 */
import { invariant } from '../../kernel/invariant.js';
import type { ScalarValue } from '../../kernel/scalar.js';
import type { Uuid } from '../../kernel/uuid.js';
import { uuidBytes, uuidText } from '../../kernel/uuid.js';
import type { BlindIndexModel, ValueField } from '../../policy/compiled.js';
import { fixedColumnCount, fixedColumns } from '../../store/read/rowsSql.js';
import type { WrittenValue } from '../../store/write/writtenColumn.js';
import type { Opening } from '../../vault/opening.js';
import { randomUuid } from '../../vault/random.js';
import type { Sealing } from '../../vault/sealing.js';
import { clearDecoder } from '../columnOpeners.js';
import type { Disclosure } from '../disclosureContext.js';
import type { Admitted, AdmittedRow, HeldRow, Sealed, SealedRow, SealedStep, StepValues } from './tickets.js';

/** @throws Failure SEAL_BROKEN when a held value or key does not open at its place. */
export function sealRows(context: Disclosure, admitted: Admitted): Sealed {
  const sealing = context.rooms.vault.sealing();
  const opening = context.rooms.vault.opening();
  try {
    const sealer = new RowSealer(context, sealing, opening);
    return { rows: admitted.rows.map((row) => sealer.seal(row)), errors: admitted.errors };
  } finally {
    sealing.close();
    opening.close();
  }
}

class RowSealer {
  readonly #context: Disclosure;
  readonly #sealing: Sealing;
  readonly #opening: Opening;
  #opened: HeldRow | undefined;

  constructor(context: Disclosure, sealing: Sealing, opening: Opening) {
    this.#context = context;
    this.#sealing = sealing;
    this.#opening = opening;
  }

  seal(row: AdmittedRow): SealedRow {
    const step = this.#step(row);
    const following = row.following.map((each) => this.#record(each, step.key));
    return { index: row.index, step, following };
  }

  #step({ step, held }: AdmittedRow): SealedStep {
    const { writing } = step.plan;
    if (writing.kind !== 'CREATE') {
      invariant(held, 'a row that is changed is held');
      return this.#change(step, held);
    }
    if (writing.model.kind === 'subject') return this.#newcomer(step);
    invariant(held, 'the person of a new record is held');
    this.#usePerson(held);
    return this.#record(step, uuidAt(held, fixedColumns.person));
  }

  #change(step: StepValues, held: HeldRow): SealedStep {
    const key = uuidAt(held, fixedColumns.key);
    if (step.plan.writing.columns.some(({ storage }) => storage === 'sealed')) {
      this.#usePerson(held);
      this.#sealing.row(uuidBytes(key));
    }
    const subject = held.rows.uuid(held.row, fixedColumns.person);
    const rest = { person: undefined, dataKey: undefined };
    return { ...this.#sealed(step, held), key, subject: subject && uuidText(subject), ...rest };
  }

  /** A new person, with a data key of their own. */
  #newcomer(step: StepValues): SealedStep {
    const key = randomUuid();
    const dataKey = this.#sealing.newKey(uuidBytes(key));
    this.#sealing.row(uuidBytes(key));
    return { ...this.#sealed(step, undefined), key, person: undefined, subject: key, dataKey };
  }

  /** A new record of `person`, whose key seals already. */
  #record(step: StepValues, person: Uuid): SealedStep {
    const key = randomUuid();
    this.#sealing.row(uuidBytes(key));
    return { ...this.#sealed(step, undefined), key, person, subject: person, dataKey: undefined };
  }

  #usePerson({ rows, row }: HeldRow): void {
    const { dataKey, person } = fixedColumns;
    const start = rows.offset(row, dataKey);
    const wrapped = rows.bytes.subarray(start, start + rows.length(row, dataKey));
    const id = rows.uuid(row, person);
    invariant(id, 'a row of a person names the person');
    this.#sealing.person(wrapped, id);
  }

  #sealed(step: StepValues, held: HeldRow | undefined): Pick<SealedStep, 'writing' | 'values'> {
    const { writing } = step.plan;
    const values = new Map<string, WrittenValue>();
    for (const [field, value] of step.values) values.set(field.column, this.#cell(step, field, value));
    for (const [field, key] of step.relations) values.set(field.column, key);
    for (const index of writing.indexes) {
      const token = this.#token(step, index, held);
      if (token !== undefined) values.set(index.column, token);
    }
    return { writing, values };
  }

  #cell({ plan }: StepValues, field: ValueField, value: ScalarValue | null): WrittenValue {
    if (value === null || field.storage === 'clear') return value;
    return this.#sealing.value(this.#context.rooms.openers.sealed(plan.writing.model, field), value);
  }

  /** Undefined when the index stays as it is; NULL when a value of it is missing: nobody is found by half a name. */
  #token(step: StepValues, index: BlindIndexModel, held: HeldRow | undefined): Buffer | null | undefined {
    const { model } = step.plan.writing;
    const fields = index.fields.map((path) => {
      const field = model.fields.get(path);
      invariant(field?.kind === 'value', 'a blind index is over values');
      return field;
    });
    if (!fields.some((field) => step.values.has(field))) return undefined;
    const wanted: ScalarValue[] = [];
    for (const field of fields) {
      const value = step.values.has(field) ? step.values.get(field) : this.#heldValue(step, field, held);
      if (value === null || value === undefined) return null;
      wanted.push(value);
    }
    return this.#context.rooms.indexes.of(model, index).of(wanted);
  }

  /** A value that stays, opened here to be indexed with those that change; it goes nowhere else. */
  #heldValue({ plan }: StepValues, field: ValueField, held: HeldRow | undefined): ScalarValue | null {
    const at = plan.target?.columns.findIndex(({ column }) => column === field.column) ?? -1;
    if (held === undefined || at < 0) return null;
    const { rows, row } = held;
    const column = fixedColumnCount + at;
    const length = rows.length(row, column);
    if (length < 0) return null;
    if (field.storage === 'clear') return clearDecoder(field.scalar)(rows.text(row, column) ?? '');
    this.#openRow(held);
    const sealed = this.#context.rooms.openers.sealed(plan.writing.model, field);
    return this.#opening.value(sealed, rows.bytes, rows.offset(row, column), length);
  }

  #openRow(held: HeldRow): void {
    if (this.#opened === held) return;
    const { rows, row } = held;
    const { key, person, dataKey } = fixedColumns;
    this.#opening.person(rows.bytes, rows.offset(row, dataKey), rows.length(row, dataKey), rows.offset(row, person));
    this.#opening.row(rows.bytes, rows.offset(row, key));
    this.#opened = held;
  }
}

function uuidAt({ rows, row }: HeldRow, column: number): Uuid {
  const bytes = rows.uuid(row, column);
  invariant(bytes, 'a row has its keys');
  return uuidText(bytes);
}
