const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Waits for Ctrl-C or a supervisor, then runs `close`. A second signal does not wait for it: whoever sends two means it.
 */
export async function untilStopped(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
  for (const signal of signals) process.once(signal, () => process.exit(1));
  await close();
  for (const signal of signals) process.removeAllListeners(signal);
}
