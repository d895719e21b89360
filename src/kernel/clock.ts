/** The one door to the time. Tests move it; nothing else in `src/` reads the machine's clock for a decision. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
