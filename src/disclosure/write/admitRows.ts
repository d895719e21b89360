/**
 * First stage of a write: which rows the caller may write at all, by the same reach as every read; whatever is not there
 * for the caller, for whatever reason, is NOT_FOUND (law 7). What is reached is locked and judged again, so that it stays
 * as it was judged; what is not reached is never locked, because a lock takes time and would tell that it is there.
 */
import { invariant } from '../../kernel/invariant.js';
import type { ScalarValue } from '../../kernel/scalar.js';
import type { StepPlan, WriteRequest } from '../../plan/writePlan.js';
import type { RelationField } from '../../policy/compiled.js';
import type { RowSelection } from '../../policy/rowSelection.js';
import { fixedColumnCount, fixedColumns } from '../../store/read/rowsSql.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import { readValues } from './readValues.js';
import type { RowCode, RowError } from './rowCodes.js';
import type { Admitted, AdmittedRow, ConditionTarget, GivenValues, HeldRow, StepValues } from './tickets.js';

export async function admitRows(context: Disclosure, session: Session, request: WriteRequest): Promise<Admitted> {
  const { step } = request.template;
  const read = readValues(context, request);
  const sieve = new Sieve(read.errors);
  const once = sieve.keep(read.rows, 'REPEATED', firstOfItsKind(step));
  const related = await relatedRows(context, session, once);
  const naming = sieve.keep(once, 'NOT_FOUND', (row) => namesReachedRows(row, related));
  const owned = naming.map((row) => ofItsPerson(row, related));
  const seen = sieve.keep(owned, 'NOT_FOUND', isHeldBy(step, await heldRows(context, session, step, owned)));
  await lockRows(context, session, step, seen);
  const held = await heldRows(context, session, step, seen);
  const stayed = sieve.keep(seen, 'NOT_FOUND', isHeldBy(step, held));
  const admitted = stayed.map((row): AdmittedRow => ({ ...row, held: held(row) }));
  const fitting = sieve.keep(admitted, 'NOT_FOUND', (row) => namesOwnRecords(row, related));
  const rows = sieve.keep(fitting, 'NOT_FOUND', await agreeingRows(context, session, fitting));
  return { rows, errors: sieve.errors };
}

/** Lets rows through, and says of each other one why not. */
class Sieve {
  readonly errors: RowError[];

  constructor(errors: readonly RowError[]) {
    this.errors = [...errors];
  }

  keep<Row extends GivenValues>(rows: readonly Row[], code: RowCode, keeps: (row: Row) => boolean): readonly Row[] {
    const kept: Row[] = [];
    for (const row of rows) {
      if (keeps(row)) kept.push(row);
      else this.errors.push({ row: row.index, code });
    }
    return kept;
  }
}

/** A list changes a row once: the second change would be judged on what the first has replaced. */
function firstOfItsKind({ target }: StepPlan): (row: GivenValues) => boolean {
  const seen = new Set<string>();
  return ({ step: { row } }) => {
    if (target === undefined || row === undefined) return true;
    if (seen.has(row)) return false;
    seen.add(row);
    return true;
  };
}

/** The key by which the step's own row, or its person, is held. */
function heldKey({ row, person }: StepValues): string | undefined {
  return row ?? person;
}

async function lockRows(
  context: Disclosure,
  session: Session,
  { target, person }: StepPlan,
  rows: readonly GivenValues[],
): Promise<void> {
  const { writer } = context.rooms;
  const keys = distinct(rows.map(({ step }) => heldKey(step)));
  if (keys.length === 0) return;
  if (target !== undefined) await writer.lockTargets(session, target.model, target.keyHolder, keys);
  else if (person !== undefined) await writer.lockPersons(session, person.model, keys);
}

function isHeldBy({ target, person }: StepPlan, held: FindHeld): (row: GivenValues) => boolean {
  const needsHeld = target !== undefined || person !== undefined;
  return (row) => !needsHeld || held(row) !== undefined;
}

type FindHeld = (row: GivenValues) => HeldRow | undefined;

async function heldRows(
  context: Disclosure,
  session: Session,
  { target, person }: StepPlan,
  rows: readonly GivenValues[],
): Promise<FindHeld> {
  const selection = target ?? person;
  if (selection === undefined) return () => undefined;
  const found = await reachedRows(
    context,
    session,
    selection,
    rows.map(({ step }) => heldKey(step)),
  );
  return ({ step }) => found.get(heldKey(step) ?? '');
}

/** Rows of a selection that the caller reaches, by key. */
async function reachedRows(
  context: Disclosure,
  session: Session,
  selection: RowSelection,
  keys: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, HeldRow>> {
  const wanted = distinct(keys);
  if (wanted.length === 0) return new Map();
  const rows = await context.rooms.rows.read(session, {
    selection,
    mode: { kind: 'keys' },
    reading: context.reading,
    given: { keys: wanted },
  });
  const found = new Map<string, HeldRow>();
  for (let row = 0; row < rows.count; row++) found.set(rows.uuidText(row, fixedColumns.key) ?? '', { rows, row });
  return found;
}

type RelatedRows = ReadonlyMap<RelationField, ReadonlyMap<string, HeldRow>>;

/** Every row that an input names beside the written one and its person. */
async function relatedRows(context: Disclosure, session: Session, rows: readonly GivenValues[]): Promise<RelatedRows> {
  const related = new Map<RelationField, ReadonlyMap<string, HeldRow>>();
  const [first] = rows;
  if (first === undefined) return related;
  for (const [at, { plan }] of stepsOf(first).entries()) {
    for (const { sets } of plan.settings) {
      if (sets.kind !== 'relation') continue;
      const keys = rows.map((row) => stepsOf(row)[at]?.relations.get(sets.field) ?? undefined);
      related.set(sets.field, await reachedRows(context, session, sets.related, keys));
    }
  }
  return related;
}

function stepsOf({ step, following }: GivenValues): readonly StepValues[] {
  return [step, ...following];
}

/** The rows that a row names by its relations. */
function namedRows(
  row: GivenValues,
  related: RelatedRows,
): readonly { readonly isOwn: boolean; readonly found: HeldRow | undefined }[] {
  return stepsOf(row).flatMap(({ plan, relations }) =>
    plan.settings.flatMap(({ sets }) => {
      const key = sets.kind === 'relation' ? relations.get(sets.field) : undefined;
      if (sets.kind !== 'relation' || key === undefined || key === null) return [];
      return [{ isOwn: sets.isOwn, found: related.get(sets.field)?.get(key) }];
    }),
  );
}

function namesReachedRows(row: GivenValues, related: RelatedRows): boolean {
  return namedRows(row, related).every(({ found }) => found !== undefined);
}

/** A new record whose person no input names is of the person of the record that it hangs on. */
function ofItsPerson(row: GivenValues, related: RelatedRows): GivenValues {
  const { step } = row;
  if (step.plan.person === undefined || step.person !== undefined) return row;
  const own = namedRows(row, related).find(({ isOwn }) => isOwn)?.found;
  return own === undefined ? row : { ...row, step: { ...step, person: personOf(own) } };
}

/** A record never hangs on a record of somebody else. */
function namesOwnRecords(row: AdmittedRow, related: RelatedRows): boolean {
  const { held } = row;
  return namedRows(row, related).every(
    ({ isOwn, found }) => !isOwn || (held !== undefined && found !== undefined && personOf(found) === personOf(held)),
  );
}

function personOf({ rows, row }: HeldRow): string | undefined {
  return rows.uuidText(row, fixedColumns.person);
}

/** Asks the store, condition by condition, whose related row holds what the caller says it holds. */
async function agreeingRows(
  context: Disclosure,
  session: Session,
  rows: readonly AdmittedRow[],
): Promise<(row: AdmittedRow) => boolean> {
  const disagreeing = new Set<AdmittedRow>();
  for (const sets of new Set(rows.flatMap(({ step }) => [...step.conditions.keys()]))) {
    const pairs = rows.flatMap((row) => {
      const value = row.step.conditions.get(sets);
      return value === undefined ? [] : [{ row, value, key: startOf(row, sets) }];
    });
    const startless = pairs.filter(({ key }) => key === undefined);
    const asked = pairs.flatMap(({ row, key, value }) => (key === undefined ? [] : [{ row, key, value }]));
    const agree = await agreement(context, session, sets, asked);
    for (const { row } of [...startless, ...asked.filter((_, at) => !agree.has(at))]) disagreeing.add(row);
  }
  return (row) => !disagreeing.has(row);
}

async function agreement(
  context: Disclosure,
  session: Session,
  { condition }: ConditionTarget,
  pairs: readonly { readonly key: string; readonly value: ScalarValue }[],
): Promise<ReadonlySet<number>> {
  return pairs.length === 0 ? new Set() : context.rooms.writer.agreeing(session, condition, pairs);
}

/** The row from which a condition starts: as this write sets it, or else as it stands. */
function startOf({ step, held }: AdmittedRow, { by }: ConditionTarget): string | undefined {
  const set = step.relations.get(by);
  if (set !== undefined) return set ?? undefined;
  const { target } = step.plan;
  if (target === undefined) return by.column === step.plan.writing.model.subject?.column ? step.person : undefined;
  invariant(held, 'a row that is changed is held');
  const at = target.columns.findIndex(({ column }) => column === by.column);
  return at < 0 ? undefined : held.rows.uuidText(held.row, fixedColumnCount + at);
}

function distinct(keys: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(keys.filter((key) => key !== undefined))];
}
