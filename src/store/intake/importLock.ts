import type { Session } from '../session.js';

const lockKey = 4_785_221_904;

/**
 * Whether this session alone may import now. The lock lasts as long as the connection: an importer that was killed holds
 * it until the server has finished or undone its last transaction, so who gets it sees the state that is final.
 */
export async function tryImportLock(session: Session): Promise<boolean> {
  const [row] = await session.read({ name: '', text: `SELECT pg_try_advisory_lock(${lockKey}) AS taken`, values: [] });
  return row?.['taken'] === true;
}

export async function releaseImportLock(session: Session): Promise<void> {
  await session.run(`SELECT pg_advisory_unlock(${lockKey})`);
}
