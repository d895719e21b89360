import { invariant } from '../kernel/invariant.js';
import type { Session } from './session.js';

/**
 * Commits what `work` wrote on `session`, or nothing of it when `work` throws. A connection that is lost while committing
 * is STORE_UNAVAILABLE: whether the work was kept is then unknown.
 */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.run('BEGIN');
  try {
    const result = await work();
    await commit(session);
    return result;
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}

/** COMMIT of a transaction in which a statement failed is a ROLLBACK that reports success. */
async function commit(session: Session): Promise<void> {
  const command = await session.run('COMMIT');
  invariant(command === 'COMMIT', 'a transaction whose work hid a failed statement');
}

/** The error that led here matters more than one of the ROLLBACK, after which the connection is not used again. */
async function rollBack(session: Session): Promise<void> {
  if (session.isBroken) return;
  try {
    await session.run('ROLLBACK');
  } catch {
    session.markBroken();
  }
}

/** Within a transaction: what `work` wrote stays, or nothing of it when `work` throws, and the transaction goes on. */
export async function inSavepoint<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.run('SAVEPOINT cloison');
  try {
    const result = await work();
    await session.run('RELEASE SAVEPOINT cloison');
    return result;
  } catch (error) {
    if (!session.isBroken) await session.run('ROLLBACK TO SAVEPOINT cloison; RELEASE SAVEPOINT cloison');
    throw error;
  }
}
