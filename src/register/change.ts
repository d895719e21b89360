import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import type { Actor } from './actor.js';

/** One change of the register while it is made. */
export interface Change {
  readonly session: Session;
  readonly actor: Actor;
  /** As PostgreSQL reads it. */
  readonly at: string;
}

const lockKey = 4_785_221_905;

/**
 * Runs `work` in a transaction while nobody else changes the register, on any replica: what its rules read stays true
 * until it commits. Requests read without the lock, and a stop takes none: both wait for nobody.
 */
export function inChange<T>(
  database: Database,
  by: Pick<Change, 'actor' | 'at'>,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  return afterOthers(database, () =>
    database.transaction(async (session) => {
      await session.read({ name: 'register_lock', text: `SELECT pg_advisory_xact_lock(${lockKey})`, values: [] });
      return work({ ...by, session });
    }),
  );
}

const lastOf = new WeakMap<Database, Promise<unknown>>();

/** Of one process one change at a time asks for the lock: a flood of them would hold every connection while it waits. */
function afterOthers<T>(database: Database, change: () => Promise<T>): Promise<T> {
  const changed = (lastOf.get(database) ?? Promise.resolve()).then(change);
  lastOf.set(
    database,
    changed.catch(() => undefined),
  );
  return changed;
}
