/**
 * Writes rows of one step, and locks and compares what the step is judged on. Statements are made of the step alone, never
 * of a request: names are quoted, values are parameters.
 */
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel } from '../../policy/compiled.js';
import type { RelatedCondition, RowWriting } from '../../policy/rowWriting.js';
import type { ColumnTypes } from '../read/linkSql.js';
import type { Session } from '../session.js';
import type { Statement } from '../statement.js';
import { agreeSql } from './agreeSql.js';
import type { Meeting } from './insertSql.js';
import { insertSql } from './insertSql.js';
import { lockPersonsSql, lockTargetsSql } from './lockSql.js';
import { reviewSql } from './reviewSql.js';
import { StatementNames } from './statementNames.js';
import { updateSql } from './updateSql.js';
import type { WrittenValue } from './writtenColumn.js';

/** A new row: all rows of one call give the same columns. */
export interface NewRow {
  readonly key: string;
  /** Of a record. */
  readonly person: string | undefined;
  /** Of a person: the wrapped data key. */
  readonly dataKey: Buffer | undefined;
  readonly values: ReadonlyMap<string, WrittenValue>;
}

export interface NewRows {
  readonly writing: RowWriting;
  readonly meeting: Meeting;
  readonly rows: readonly NewRow[];
}

export interface RowChange {
  readonly key: string;
  readonly values: ReadonlyMap<string, WrittenValue>;
}

/** A registration that was not made. */
export interface MetPerson {
  readonly model: ObjectModel;
  /** What it brought for the unique blind indexes, by column. */
  readonly tokens: ReadonlyMap<string, Buffer>;
  readonly account: string;
  readonly organisation: string | undefined;
}

const namesAtMost = 300;

export class RowWriter {
  readonly #types: ColumnTypes;
  readonly #names = new StatementNames('write', namesAtMost);

  constructor(types: ColumnTypes) {
    this.#types = types;
  }

  /**
   * Inserts `rows` and gives the keys of those that it made: all, or where `meeting` says to skip those that are not there
   * already. `now` is ISO 8601.
   * @throws Failure INTERNAL with the SQLSTATE of a constraint that refuses a row; then none is made.
   */
  async insert(session: Session, { writing, meeting, rows }: NewRows, now: string): Promise<ReadonlySet<string>> {
    const [first] = rows;
    invariant(first, 'an INSERT has a row');
    const { text, columns } = insertSql(writing, [...first.values.keys()], meeting, this.#types);
    const values = columns.map((column) => rows.map((row) => insertedValue(writing.model, row, column, now)));
    const made = await session.read(this.#statement(text, values));
    return new Set(made.map((row) => String(row['key'])));
  }

  /** Changes one row; false when it is not in a state from which the step goes. */
  async update(session: Session, writing: RowWriting, change: RowChange, now: string): Promise<boolean> {
    const given = [...change.values.keys()];
    const { text, states } = updateSql(writing, given, this.#types);
    const values = [change.key, changesOf(writing, given, now), ...change.values.values(), ...states];
    const count = await session.write(this.#statement(text, values));
    invariant(count <= 1, 'a key names one row');
    return count === 1;
  }

  async lockTargets(
    session: Session,
    model: ObjectModel,
    holder: ObjectModel | undefined,
    keys: readonly string[],
  ): Promise<void> {
    await session.read(this.#statement(lockTargetsSql(model, holder), [keys]));
  }

  async lockPersons(session: Session, person: ObjectModel, keys: readonly string[]): Promise<void> {
    await session.read(this.#statement(lockPersonsSql(person), [keys]));
  }

  /** Places in `pairs` whose row holds the value. */
  async agreeing(
    session: Session,
    condition: RelatedCondition,
    pairs: readonly { readonly key: string; readonly value: WrittenValue }[],
  ): Promise<ReadonlySet<number>> {
    const values = [pairs.map(({ key }) => key), pairs.map(({ value }) => value)];
    const rows = await session.read(this.#statement(agreeSql(condition, this.#types), values));
    return new Set(rows.map((row) => Number(row['n']) - 1));
  }

  /** Puts up for review whom the registration met, and gives how many they are. */
  addReview(session: Session, { model, tokens, account, organisation }: MetPerson, now: string): Promise<number> {
    if (tokens.size === 0) return Promise.resolve(0);
    const text = reviewSql(model, [...tokens.keys()]);
    return session.write(this.#statement(text, [model.name, account, organisation ?? null, now, ...tokens.values()]));
  }

  #statement(text: string, values: readonly unknown[]): Statement {
    return { name: this.#names.of(text), text, values };
  }
}

function insertedValue(model: ObjectModel, row: NewRow, column: string, now: string): WrittenValue {
  if (column === model.key) return row.key;
  if (model.kind === 'record' && column === model.subject?.column) {
    invariant(row.person !== undefined, 'a record is somebody’s');
    return row.person;
  }
  if (model.kind === 'subject' && column === 'data_key') {
    invariant(row.dataKey, 'a person has a data key');
    return row.dataKey;
  }
  const value = row.values.get(column);
  if (value !== undefined) return value;
  invariant(column === 'created_at', 'rows of one INSERT give the same columns');
  return now;
}

/** The instant of change of each field's column; a blind index changes with its fields and has none of its own. */
function changesOf(writing: RowWriting, given: readonly string[], now: string): string {
  const columns = given.filter((column) => writing.columns.some((each) => each.column === column));
  return JSON.stringify(Object.fromEntries(columns.map((column) => [column, now])));
}
