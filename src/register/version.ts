/**
 * At which state of the register a request was judged. The version is counted up in the transaction of every change, so
 * that one small read tells whether the judgement of the door still stands, for all requests that wait for it together.
 */
import type { Executor } from '../store/statement.js';

/** As SQL: one text over all kinds of change. */
export const versionText = "(SELECT string_agg(w.version::text, '.' ORDER BY w.kind) FROM cloison.register_version w)";

export async function readVersion(executor: Executor): Promise<string> {
  const [row] = await executor.read({ name: 'register_version', text: `SELECT ${versionText} AS version`, values: [] });
  return String(row?.['version']);
}

/**
 * One question for all who ask before it is sent: who asks while one is under way waits for the next, since the answer
 * under way may be from before.
 */
export function sharedFromNow<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    next = undefined;
    const answer = ask();
    const settled = settle(answer).finally(() => {
      if (underWay === settled) underWay = undefined;
    });
    underWay = settled;
    return answer;
  };
  return () => {
    if (underWay === undefined) return start();
    next ??= underWay.then(start);
    return next;
  };
}

/** Ends when `answer` does, however that ends: who asked meets the failure. */
async function settle(answer: Promise<unknown>): Promise<void> {
  await Promise.allSettled([answer]);
}
