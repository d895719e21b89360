/**
 * First stage of a write: which rows the caller may write at all, by the same reach as every read; whatever is not there
 * for the caller, for whatever reason, is NOT_FOUND (law 7). What is reached is locked and judged again, so that it stays
 * as it was judged; what is not reached is never locked, because a lock takes time and would tell that it is there.
 */
import type { StepPlan, WriteRequest } from '../../plan/writePlan.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import { agreeingRows } from './agreeingRows.js';
import { NamedRows } from './namedRows.js';
import { distinct, reachedRows } from './reachedRows.js';
import { readValues } from './readValues.js';
import type { RowCode, RowError } from './rowCodes.js';
import { unchangedRows } from './unchangedRows.js';
import type { Admitted, AdmittedRow, GivenValues, HeldRow, StepValues } from './tickets.js';

export async function admitRows(context: Disclosure, session: Session, request: WriteRequest): Promise<Admitted> {
  const { step } = request.template;
  const read = readValues(context, request);
  const sieve = new Sieve(read.errors);
  const once = sieve.keep(read.rows, 'REPEATED', firstOfItsKind(step));
  const named = await NamedRows.read(context, session, once);
  const naming = sieve.keep(once, 'NOT_FOUND', (row) => named.areReached(row));
  const owned = naming.map((row) => named.withPerson(row));
  const seen = sieve.keep(owned, 'NOT_FOUND', isHeldBy(step, await heldRows(context, session, step, owned)));
  await lockRows(context, session, step, seen);
  const held = await heldRows(context, session, step, seen);
  const stayed = sieve.keep(seen, 'NOT_FOUND', isHeldBy(step, held));
  const admitted = stayed.map((row): AdmittedRow => ({ ...row, held: held(row) }));
  const fitting = sieve.keep(admitted, 'NOT_FOUND', (row) => named.areOfItsPerson(row));
  const agreeing = sieve.keep(fitting, 'NOT_FOUND', await agreeingRows(context, session, fitting));
  const rows = sieve.keep(agreeing, 'STALE', await unchangedRows(context, session, step, agreeing));
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
