import type { Clock } from '../../src/kernel/clock.js';

/** A clock that moves only when it is told to, so that what depends on time does the same in every slice. */
export class StandingClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
