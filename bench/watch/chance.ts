/** Seeded chance: one seed, one year. */
export interface Chance {
  /** From 0, below 1. */
  next(): number;
  is(probability: number): boolean;
  /** From `low` to `high`, both among them. */
  between(low: number, high: number): number;
  one<T>(of: readonly T[]): T;
  some<T>(of: readonly T[], count: number): readonly T[];
  /** A random UUID (RFC 9562, section 5.4). */
  person(): string;
  persons(count: number): string[];
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const hex = (): string =>
    Math.floor(next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0');
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const one = <T>(of: readonly T[]): T => of[between(0, of.length - 1)] as T;
  const person = (): string => {
    const [a, b, c, d] = [hex(), hex(), hex(), hex()];
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
  };
  return {
    next,
    is: (probability) => next() < probability,
    between,
    one,
    some: (of, count) => Array.from({ length: Math.min(count, of.length) }, () => one(of)),
    person,
    persons: (count) => Array.from({ length: count }, person),
  };
}
