import { untilDone } from './untilDone.js';

/**
 * Runs `start`, waits for Ctrl-C or a supervisor, then runs the `close` that it gave. A signal during the start is kept
 * until there is something to close.
 */
export function runUntilStopped(start: () => Promise<() => Promise<void>>): Promise<void> {
  return untilDone(async (signal) => {
    const close = await start();
    await aborted(signal);
    await close();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
