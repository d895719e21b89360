import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Until somebody waits for a lock that this very connection holds. Others' locks do not count: all test files share one
 * PostgreSQL, and somebody is always waiting somewhere.
 *
 * @param query Sends SQL on the connection that holds the lock, and gives the rows.
 */
export async function untilSomebodyWaits(query: (text: string) => Promise<readonly unknown[]>): Promise<void> {
  const text = 'SELECT FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))';
  for (let patience = 2_000; patience > 0; patience--) {
    if ((await query(text)).length > 0) return;
    await sleep(10);
  }
  throw new Error('nobody waits');
}
