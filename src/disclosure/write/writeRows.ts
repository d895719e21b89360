/** Third stage of a write: sealed rows into the store. A row that a constraint refuses leaves the others standing. */
import { invariant } from '../../kernel/invariant.js';
import { uuidBytes } from '../../kernel/uuid.js';
import type { Session } from '../../store/session.js';
import type { Meeting } from '../../store/write/insertSql.js';
import { attempt } from '../../store/write/savepoint.js';
import { randomBytes } from '../../vault/random.js';
import type { Disclosure } from '../disclosureContext.js';
import type { RowCode, RowError } from './rowCodes.js';
import { codeOfRefusal } from './rowCodes.js';
import type { Sealed, SealedRow, SealedStep, WrittenRows } from './tickets.js';

export async function writeRows(context: Disclosure, session: Session, sealed: Sealed): Promise<WrittenRows> {
  const writer = new SealedWriter(context, session);
  const changed = sealed.rows.filter(({ step }) => step.writing.kind !== 'CREATE');
  const made = sealed.rows.filter(({ step }) => step.writing.kind === 'CREATE');
  const persons = made.filter(({ step }) => step.writing.model.kind === 'subject');
  const others = made.filter(({ step }) => step.writing.model.kind !== 'subject');
  for (const row of changed) await writer.change(row);
  for (const row of persons) await writer.register(row);
  for (const rows of sameColumns(others)) await writer.insert(rows);
  const errors = [...sealed.errors, ...writer.errors].toSorted((left, right) => left.row - right.row);
  const keys = sealed.rows.flatMap(({ index, step }) => (writer.shown.has(index) ? [hexOf(step)] : []));
  const isTaken = sealed.rows.length > writer.errors.length;
  const refused = new Set(writer.errors.map(({ row }) => row));
  const written = { errors, keys, receipt: isTaken ? randomBytes(16).toString('base64url') : null };
  return { written, taken: sealed.rows.filter(({ index }) => !refused.has(index)) };
}

class SealedWriter {
  readonly errors: RowError[] = [];
  /** Places of the rows that were written and may be shown. */
  readonly shown = new Set<number>();
  readonly #context: Disclosure;
  readonly #session: Session;

  constructor(context: Disclosure, session: Session) {
    this.#context = context;
    this.#session = session;
  }

  async change({ index, step }: SealedRow): Promise<void> {
    const { writer } = this.#context.rooms;
    const { writing, key, values } = step;
    const tried = await attempt(
      this.#session,
      async () => values.size === 0 || (await writer.update(this.#session, writing, { key, values }, this.#now())),
    );
    if ('refused' in tried) this.#refuse(index, codeOfRefusal(tried.refused));
    else if (tried.kept) this.shown.add(index);
    else this.#refuse(index, 'STATE');
  }

  /**
   * A person with the records that go along. One who is there already goes to review, and nothing of it shows: no error,
   * no row, and so no row of anybody who is new either.
   */
  async register({ index, step, following }: SealedRow): Promise<void> {
    const tried = await attempt(this.#session, async () => {
      const isNew = (await this.#insert([step], 'skip')).has(step.key);
      if (!isNew) return (await this.#addReview(step)) > 0;
      for (const record of following) await this.#insert([record], 'refuse');
      return true;
    });
    if ('refused' in tried) this.#refuse(index, codeOfRefusal(tried.refused));
    else if (!tried.kept) this.#refuse(index, 'ALREADY_RECORDED');
  }

  /**
   * All rows in one statement, which leaves those alone that are there already: a month sent twice is one statement, and
   * not two thousand. When a rule of the store refuses one of them, by halves, until it stands alone.
   */
  async insert(rows: readonly SealedRow[]): Promise<void> {
    const steps = rows.map(({ step }) => step);
    const tried = await attempt(this.#session, () => this.#insert(steps, 'skip'));
    if ('kept' in tried) {
      for (const { index, step } of rows) {
        if (tried.kept.has(step.key)) this.shown.add(index);
        else this.#refuse(index, 'ALREADY_RECORDED');
      }
      return;
    }
    const [only] = rows;
    invariant(only, 'a row was refused');
    if (rows.length === 1) {
      this.#refuse(only.index, codeOfRefusal(tried.refused));
      return;
    }
    const half = rows.length >> 1;
    await this.insert(rows.slice(0, half));
    await this.insert(rows.slice(half));
  }

  #insert(rows: readonly SealedStep[], meeting: Meeting): Promise<ReadonlySet<string>> {
    const [first] = rows;
    invariant(first, 'an INSERT has a row');
    return this.#context.rooms.writer.insert(this.#session, { writing: first.writing, meeting, rows }, this.#now());
  }

  #addReview({ writing, values }: SealedStep): Promise<number> {
    const { model, indexes } = writing;
    const tokens = new Map<string, Buffer>();
    for (const { column, unique } of indexes) {
      const token = values.get(column);
      if (unique && Buffer.isBuffer(token)) tokens.set(column, token);
    }
    const { ACCOUNT: account, ORGANISATION: organisation } = this.#context.caller.claims;
    return this.#context.rooms.writer.addReview(this.#session, { model, tokens, account, organisation }, this.#now());
  }

  #refuse(row: number, code: RowCode): void {
    this.errors.push({ row, code });
  }

  #now(): string {
    return this.#context.reading.times.now;
  }
}

/** Rows that give the same columns, together: what a row does not give takes the table's default. */
function sameColumns(rows: readonly SealedRow[]): readonly (readonly SealedRow[])[] {
  const groups = new Map<string, SealedRow[]>();
  for (const row of rows) {
    const columns = [...row.step.values.keys()].join();
    const group = groups.get(columns);
    if (group === undefined) groups.set(columns, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function hexOf({ key }: SealedStep): string {
  return uuidBytes(key).toString('hex');
}
