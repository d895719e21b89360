/** New erasures, of persons whom the transaction has locked: the last thing before the commit is the register's line. */
import { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type { Session } from '../store/session.js';
import { destroy } from './destroy.js';
import type { ErasurePlan } from './erasurePlan.js';
import type { ErasureRegister } from './erasureRegister.js';
import type { Lifecycle } from './lifecycle.js';
import { lockHead, moveHead } from './registerHead.js';
import type { ErasureReason, RegisterLine } from './registerLine.js';

export interface Erasing {
  readonly plan: ErasurePlan;
  readonly persons: readonly string[];
  readonly why: ErasureReason;
  readonly actors: readonly string[];
}

/** First of all in a transaction that erases. Throws Failure ERASURE_REGISTER_INVALID, also when lines wait to be carried out. */
export async function takeTurn(session: Session, register: ErasureRegister): Promise<void> {
  const waiting = register.after(await lockHead(session));
  if (waiting.length === 0) return;
  throw new Failure(
    'ERASURE_REGISTER_INVALID',
    `${register.path}, the erasure register, has ${waiting.length} lines that this database has not carried out: cloison retain --apply does`,
  );
}

/**
 * After {@link takeTurn}. Once it returns, the transaction must do nothing but commit: the register has the lines on its disk, and the
 * next start carries them out even if the commit is lost.
 */
export async function eraseLocked(
  lifecycle: Lifecycle,
  session: Session,
  register: ErasureRegister,
  { plan, persons, why, actors }: Erasing,
): Promise<readonly RegisterLine[]> {
  if (persons.length === 0) return [];
  const at = await timeOf(session);
  const lines = register.prepare(persons.map((person) => ({ type: plan.type, person, at, why, actors })));
  const last = lines.at(-1);
  invariant(last !== undefined, 'a line a person');
  await destroy(lifecycle, session, { plan, lines, isAgain: false });
  await moveHead(session, last);
  register.append(lines);
  return lines;
}

/** Read after the locks: a hold that was placed before is older. */
async function timeOf(session: Session): Promise<string> {
  const [row] = await session.read({ name: 'lifecycle_time', text: 'SELECT cloison.clock() AS at', values: [] });
  const at = row?.['at'];
  invariant(typeof at === 'string', 'the database has a clock');
  return at;
}
