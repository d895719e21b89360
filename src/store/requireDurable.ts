/** What is recorded must outlive the server's death, and the standby that takes its place: else an answer could leave that nobody knows of. */
import { Failure } from '../kernel/failure.js';
import type { Executor } from './statement.js';

/** Settings under which COMMIT returns before the record is safe (PostgreSQL, 19.5.1). */
const unsafe: ReadonlySet<string> = new Set(['off', 'local']);

/** @throws Failure STORE_MISMATCH when the database, or the role in it, commits without waiting; STORE_UNAVAILABLE. */
export async function requireDurable(database: Executor): Promise<void> {
  const [row] = await database.read({
    name: 'store_durable',
    text: "SELECT current_setting('synchronous_commit') AS setting",
    values: [],
  });
  const setting = String(row?.['setting']);
  if (!unsafe.has(setting)) return;
  throw new Failure(
    'STORE_MISMATCH',
    `synchronous_commit is ${setting}: an answer could leave whose record is lost with the server. ` +
      'Set it to on, for the server, the database and the role that serves (ALTER SYSTEM, ALTER DATABASE, ALTER ROLE), and start again.',
  );
}
