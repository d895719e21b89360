const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs `work`, which Ctrl-C or a supervisor asks to stop at the next good moment. A second signal does not wait for it:
 * whoever sends two means it.
 */
export async function untilDone<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
