/** Part of a transaction that may fail by itself, and what PostgreSQL's refusal of a row means. */
import type { Session } from '../session.js';
import { sqlstateOf } from '../sqlError.js';

/** Why a constraint of the store refused a row: PostgreSQL, Appendix A, class 23. */
export type ConstraintRefusal = 'MISSING_REFERENCE' | 'DUPLICATE' | 'INCONSISTENT';

/**
 * Does `work` and keeps what it wrote; when a constraint refuses, keeps nothing of it and gives the reason. Any other
 * failure ends the transaction.
 */
export async function attempt<T>(
  session: Session,
  work: () => Promise<T>,
): Promise<{ readonly kept: T } | { readonly refused: ConstraintRefusal }> {
  await session.run('SAVEPOINT attempt');
  try {
    const kept = await work();
    await session.run('RELEASE SAVEPOINT attempt');
    return { kept };
  } catch (error) {
    const refused = refusals.get(sqlstateOf(error) ?? '');
    if (refused === undefined) throw error;
    await session.run('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt');
    return { refused };
  }
}

const refusals: ReadonlyMap<string, ConstraintRefusal> = new Map([
  ['23503', 'MISSING_REFERENCE'],
  ['23505', 'DUPLICATE'],
  ['23P01', 'DUPLICATE'],
  ['23502', 'INCONSISTENT'],
  ['23514', 'INCONSISTENT'],
]);
