/**
 * What the register knows and this database does not: erasures that were made after the backup that it was restored from, or whose
 * commit a crash cut off. They are made again before anybody is served.
 */
import { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type { Session } from '../store/session.js';
import { destroy } from './destroy.js';
import type { ErasureRegister } from './erasureRegister.js';
import { holdsOn } from './holds.js';
import type { Lifecycle } from './lifecycle.js';
import { batchSize } from './lifecycle.js';
import { lockPersons } from './persons.js';
import { lockHead, moveHead, readHead } from './registerHead.js';
import type { RegisterLine } from './registerLine.js';

export interface Application {
  /** Lines that were new to this database. */
  readonly lines: number;
  /** Persons who had come back, and are erased again. */
  readonly erased: number;
}

/** Throws Failure ERASURE_REGISTER_INVALID; then nobody may be served. */
export async function applyRegister(lifecycle: Lifecycle, register: ErasureRegister): Promise<Application> {
  let done: Application = { lines: 0, erased: 0 };
  for (;;) {
    const batch = await lifecycle.database.transaction((session) => applyBatch(lifecycle, session, register));
    if (batch.lines === 0) return done;
    done = { lines: done.lines + batch.lines, erased: done.erased + batch.erased };
  }
}

/** For a start without a register. Throws Failure ERASURE_REGISTER_INVALID when this database has erased anybody. */
export async function requireNoErasures({ database }: Pick<Lifecycle, 'database'>): Promise<void> {
  const { line } = await readHead(database);
  if (line === 0) return;
  throw new Failure(
    'ERASURE_REGISTER_INVALID',
    `ERASURE_REGISTER is not set, and ${line} erasures were made here: set it to the register that they stand in`,
  );
}

async function applyBatch(lifecycle: Lifecycle, session: Session, register: ErasureRegister): Promise<Application> {
  const head = await lockHead(session);
  const lines = register.after(head).slice(0, batchSize);
  const last = lines.at(-1);
  if (last === undefined) return { lines: 0, erased: 0 };
  let erased = 0;
  for (const type of new Set(lines.map((line) => line.type))) {
    const ofType = lines.filter((line) => line.type === type);
    const plan = lifecycle.plans.find((each) => each.type === type);
    if (plan === undefined)
      throw new Failure(
        'ERASURE_REGISTER_INVALID',
        `the erasure register names persons of the type ${type}, which the schema has not`,
      );
    const present = new Set(
      await lockPersons(
        session,
        plan,
        ofType.map(({ person }) => person),
      ),
    );
    const due = lastOfEach(ofType.filter(({ person }) => present.has(person)));
    const again = await withoutYoungerHolds(session, type, due);
    await destroy(lifecycle, session, { plan, lines: again, isAgain: true });
    erased += again.length;
  }
  await moveHead(session, last);
  return { lines: lines.length, erased };
}

/** A person can stand in it twice: the erasure was cut off by a crash, and called again. */
function lastOfEach(lines: readonly RegisterLine[]): readonly RegisterLine[] {
  return [...new Map(lines.map((line) => [line.person, line])).values()];
}

/**
 * Nobody places a hold on who is erased: one that is younger than the line says that the line's erasure never committed, and the
 * hold keeps the person. One that is older was lifted before the line was written, whatever a backup says.
 */
async function withoutYoungerHolds(
  session: Session,
  type: string,
  lines: readonly RegisterLine[],
): Promise<readonly RegisterLine[]> {
  const holds = await holdsOn(
    session,
    type,
    lines.map(({ person }) => person),
  );
  return lines.filter(({ person, at }) => {
    const erasedAt = Date.parse(at);
    invariant(!Number.isNaN(erasedAt), 'a line of the register has its time');
    return !holds.some((hold) => hold.person === person && Date.parse(hold.placedAt) > erasedAt);
  });
}
