/**
 * Failures slow those who make them: each refused credential of an address, or of an account, makes the next refusal come
 * later. Only refusals wait, never an answer, so nobody is locked out by what another does behind the same address.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';

export interface SlowdownBounds {
  /** Failures that cost nothing: who mistypes is not punished. */
  readonly free: number;
  /** Of the first wait; each further failure doubles it. */
  readonly firstMilliseconds: number;
  readonly longestMilliseconds: number;
  /** After which failures are forgotten. */
  readonly memoryMilliseconds: number;
  /** Refusals that wait at once: a flood of them is answered without waiting, since each waiting one holds a connection. */
  readonly waitingAtMost: number;
  /** Addresses and accounts remembered. */
  readonly rememberedAtMost: number;
}

export const slowdownBounds: SlowdownBounds = Object.freeze({
  free: 5,
  firstMilliseconds: 100,
  longestMilliseconds: 3_000,
  memoryMilliseconds: 15 * 60_000,
  waitingAtMost: 200,
  rememberedAtMost: 20_000,
});

interface Failures {
  readonly count: number;
  readonly since: number;
}

export class Slowdown {
  readonly #clock: Clock;
  readonly #bounds: SlowdownBounds;
  readonly #failures = new Map<string, Failures>();
  #waiting = 0;

  constructor(clock: Clock, bounds: SlowdownBounds = slowdownBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** Counts a failure of `who` and resolves when its refusal may leave. */
  async failed(who: string): Promise<void> {
    const milliseconds = this.#waitOf(this.#count(who));
    if (milliseconds === 0 || this.#waiting >= this.#bounds.waitingAtMost) return;
    this.#waiting += 1;
    try {
      await sleep(milliseconds, undefined, { ref: false });
    } finally {
      this.#waiting -= 1;
    }
  }

  #count(who: string): number {
    const now = this.#clock.now();
    const known = this.#failures.get(who);
    const isFresh = known !== undefined && Math.abs(now - known.since) < this.#bounds.memoryMilliseconds;
    const failures = isFresh ? { count: known.count + 1, since: known.since } : { count: 1, since: now };
    this.#failures.delete(who);
    this.#failures.set(who, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > this.#bounds.rememberedAtMost && oldest !== undefined) this.#failures.delete(oldest);
    return failures.count;
  }

  #waitOf(count: number): number {
    const { free, firstMilliseconds, longestMilliseconds } = this.#bounds;
    return count <= free ? 0 : Math.min(firstMilliseconds * 2 ** (count - free - 1), longestMilliseconds);
  }
}
