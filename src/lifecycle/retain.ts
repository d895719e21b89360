/** Retention: whoever is due is erased, a batch a transaction, until nobody is. Stopped anywhere, it goes on when it is called again. */
import type { ErasureRegister } from './erasureRegister.js';
import type { Due } from './due.js';
import { countStatement, dueNow, isRetained, nextStatement, stillStatement } from './due.js';
import { eraseLocked, takeTurn } from './eraseLocked.js';
import type { LegalHold } from './holds.js';
import { holdsOn } from './holds.js';
import type { Lifecycle } from './lifecycle.js';
import { batchSize } from './lifecycle.js';
import { lockPersons } from './persons.js';

export interface RetentionOptions {
  /** Persons erased at most. */
  readonly limit: number;
  /** Aborted: it stops behind the batch at hand. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly due: number }) => void;
}

export interface RetentionReport {
  readonly types: readonly TypeRetention[];
  readonly erased: number;
  /** Whether nobody is due any more but those on hold. */
  readonly isFinished: boolean;
  /** Persons who are due and on hold. */
  readonly held: readonly LegalHold[];
}

export interface TypeRetention {
  readonly type: string;
  /** Column from which the period counts, and the period. */
  readonly from: string;
  readonly keep: string;
  /** When it began, those on hold among them. */
  readonly due: number;
  readonly tables: number;
  readonly columns: number;
}

const firstKey = '00000000-0000-0000-0000-000000000000';
const actor = 'engine:retention';

/** Erases nobody: who would be. */
export async function previewRetention(lifecycle: Lifecycle): Promise<RetentionReport> {
  const held: LegalHold[] = [];
  const { types, dues } = await whoIsDue(lifecycle);
  for (const due of dues) held.push(...(await heldAmong(lifecycle, due)));
  return { types, erased: 0, isFinished: types.every((each) => each.due === 0), held };
}

/** Throws Failure ERASURE_REGISTER_INVALID or ERASURE_REGISTER_UNWRITABLE; what was committed before stays erased. */
export async function retain(
  lifecycle: Lifecycle,
  register: ErasureRegister,
  { limit, signal, onProgress }: RetentionOptions,
): Promise<RetentionReport> {
  const { types, dues } = await whoIsDue(lifecycle);
  const total = types.reduce((sum, each) => sum + each.due, 0);
  const held: LegalHold[] = [];
  let erased = 0;
  let isFinished = true;
  onProgress({ done: 0, due: total });
  for (const due of dues) {
    for (let after = firstKey; ;) {
      if (signal.aborted || erased >= limit) {
        isFinished = false;
        break;
      }
      const size = Math.min(batchSize, limit - erased);
      const batch = await lifecycle.database.transaction((session) =>
        retainBatch({ lifecycle, session, register, due }, after, size),
      );
      if (batch.last === undefined) break;
      after = batch.last;
      erased += batch.erased;
      held.push(...batch.held);
      onProgress({ done: erased + held.length, due: total });
    }
  }
  return { types, erased, isFinished, held };
}

interface Batch {
  readonly last: string | undefined;
  readonly erased: number;
  readonly held: readonly LegalHold[];
}

interface Retaining {
  readonly lifecycle: Lifecycle;
  readonly session: Parameters<typeof takeTurn>[0];
  readonly register: ErasureRegister;
  readonly due: Due;
}

async function retainBatch(
  { lifecycle, session, register, due }: Retaining,
  after: string,
  size: number,
): Promise<Batch> {
  await takeTurn(session, register);
  const found = await personsOf(session, nextStatement(due, after, size));
  const locked = await lockPersons(session, due.plan, found);
  const still = await personsOf(session, stillStatement(due, locked));
  const held = firstOfEach(await holdsOn(session, due.plan.type, still));
  const kept = new Set(held.map(({ person }) => person));
  const persons = still.filter((person) => !kept.has(person));
  await eraseLocked(lifecycle, session, register, { plan: due.plan, persons, why: 'RETENTION', actors: [actor] });
  return { last: found.at(-1), erased: persons.length, held };
}

async function personsOf(
  source: Pick<Retaining['session'], 'read'>,
  statement: Parameters<Retaining['session']['read']>[0],
): Promise<readonly string[]> {
  return (await source.read(statement)).map((row) => String(row['person']));
}

async function whoIsDue(
  lifecycle: Lifecycle,
): Promise<{ readonly types: readonly TypeRetention[]; readonly dues: readonly Due[] }> {
  const dues: Due[] = [];
  const types: TypeRetention[] = [];
  for (const plan of lifecycle.plans.filter(isRetained)) {
    const due = await dueNow(lifecycle, plan);
    const [row] = await lifecycle.database.read(countStatement(due));
    const { type, retain: period, tables, columns } = plan;
    dues.push(due);
    types.push({
      type,
      from: period.from,
      keep: period.keep.text,
      due: Number(row?.['persons']),
      tables: tables.length,
      columns,
    });
  }
  return { types, dues };
}

async function heldAmong({ database }: Lifecycle, due: Due): Promise<readonly LegalHold[]> {
  return database.transaction(async (session) => {
    const text = 'SELECT DISTINCT person::text FROM cloison.legal_hold WHERE lifted_at IS NULL AND type = $1';
    const onHold = await personsOf(session, { name: '', text, values: [due.plan.type] });
    const still = await personsOf(session, stillStatement(due, onHold));
    return firstOfEach(await holdsOn(session, due.plan.type, still));
  });
}

/** A person may be on several holds: the oldest is named. */
function firstOfEach(holds: readonly LegalHold[]): readonly LegalHold[] {
  return [...new Map(holds.toReversed().map((hold) => [hold.person, hold])).values()].toReversed();
}
