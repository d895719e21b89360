/** Lets somebody who can't wait ask for a turn of the watcher: it is woken, and they wait until it has read on. */
import { setTimeout as sleep } from 'node:timers/promises';

export class Bell {
  #waiting: (() => void)[] = [];
  #wake: (() => void) | undefined;

  /** Resolves after the next turn that begins from now on. */
  ring(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#wake?.();
    });
  }

  /** Those who rang until now: call it when they have been served. */
  taken(): () => void {
    const waiting = this.#waiting;
    this.#waiting = [];
    return () => {
      for (const resolve of waiting) resolve();
    };
  }

  /** Resolves when somebody rings, or after so long. */
  async rungWithin(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting.length > 0) return;
    const over = new AbortController();
    this.#wake = () => {
      over.abort();
    };
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, over.signal]), ref: false }).catch(
      () => undefined,
    );
    this.#wake = undefined;
  }
}
