import type { Session } from '../store/session.js';

/** What runs a statement: the database, or the transaction of a write. */
export type Executor = Pick<Session, 'read'>;
