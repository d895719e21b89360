/** Which of two statements gives more. Every comparison is antisymmetric: what widens one way narrows the other way. */
import type { Duration } from '../../kernel/duration.js';

/** Of the new to the old. `either`: neither holds the other, so it gives more here and less there. */
export type Ordering = 'same' | 'wider' | 'narrower' | 'either' | 'neutral';

/** By whether each of two gives all that the other gives. */
export function orderingOf(newCoversOld: boolean, oldCoversNew: boolean): Ordering {
  if (newCoversOld) return oldCoversNew ? 'same' : 'wider';
  return oldCoversNew ? 'narrower' : 'either';
}

export function byNumber(old: number, next: number): Ordering {
  return orderingOf(next >= old, old >= next);
}

/** True is wider. */
export function byFlag(old: boolean, next: boolean): Ordering {
  return byNumber(Number(old), Number(next));
}

/** More members are wider. */
export function bySet(old: Iterable<string>, next: Iterable<string>): Ordering {
  const [before, after] = [new Set(old), new Set(next)];
  return orderingOf(isSuperset(after, before), isSuperset(before, after));
}

function isSuperset(whole: ReadonlySet<string>, part: ReadonlySet<string>): boolean {
  return [...part].every((each) => whole.has(each));
}

/** Of what takes away in place of giving. */
export function inverse(ordering: Ordering): Ordering {
  if (ordering === 'wider') return 'narrower';
  return ordering === 'narrower' ? 'wider' : ordering;
}

/** What differs changes its meaning, so that nobody can say which is more. */
export function byIdentity(old: unknown, next: unknown): Ordering {
  return old === next ? 'same' : 'either';
}

/** What differs gives nobody more or less. */
export function indifferently(old: unknown, next: unknown): Ordering {
  return old === next ? 'same' : 'neutral';
}

/** None is wider than any: nothing limits. */
export function byLimit<Value>(
  old: Value | undefined,
  next: Value | undefined,
  order: (old: Value, next: Value) => Ordering,
): Ordering {
  if (old !== undefined && next !== undefined) return order(old, next);
  return orderingOf(next === undefined, old === undefined);
}

/** Longer is wider; P1M and P30D are either, since a month has 28 days or 31. */
export function byDuration(old: Duration, next: Duration): Ordering {
  return orderingOf(isAtLeast(next, old), isAtLeast(old, next));
}

export function isAtLeast(one: Duration, other: Duration): boolean {
  const months = one.months - other.months;
  const days = one.days - other.days;
  const seconds = one.seconds - other.seconds;
  if (months === 0 && days === 0) return seconds >= 0;
  return (leastDays(months) + days) * 86_400 + seconds >= clockChange;
}

/** A day on which the clocks change is an hour shorter or longer. */
const clockChange = 7200;

/** Days that `months` on end have at least; of a negative number, that they take away at most. 400 years have 146,097 days. */
function leastDays(months: number): number {
  if (months === 0) return 0;
  const average = (Math.abs(months) * 146_097) / 4800;
  return months > 0 ? Math.floor(average) - 2 : -Math.ceil(average) - 1;
}
