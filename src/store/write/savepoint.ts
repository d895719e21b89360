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
    const refused = constraintRefusal(sqlstateOf(error));
    if (refused === undefined) throw error;
    await session.run('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt');
    return { refused };
  }
}

function constraintRefusal(sqlstate: string | undefined): ConstraintRefusal | undefined {
  switch (sqlstate) {
    case '23503':
      return 'MISSING_REFERENCE';
    case '23505':
    case '23P01':
      return 'DUPLICATE';
    case '23502':
    case '23514':
      return 'INCONSISTENT';
    default:
      return undefined;
  }
}
