/** Work that the engine does by itself while it serves: again a second after it was done, until it is stopped. */
export interface Repeated {
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
}

const pauseMilliseconds = 1000;

/** A failure is told and the work goes on: what stands in the way may pass. */
export function everySecond(work: () => Promise<void>, onFailure: (error: unknown) => void): Repeated {
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      underWay = work().catch(onFailure).finally(again);
    }, pauseMilliseconds);
    timer.unref();
  };
  again();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return underWay;
    },
  };
}
