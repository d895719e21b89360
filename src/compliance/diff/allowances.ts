/** Amounts that bound: each takes something away, so that one less gives more. */
import type { Allowance } from '../../policy/compiled.js';
import type { Difference } from './changes.js';
import { uncovered } from './matching.js';
import { isAtLeast } from './ordering.js';

/** Which amount is gone, and which is new; what a stricter one implies is neither. */
export function compareAllowances(
  aspect: 'persons' | 'misses',
  old: readonly Allowance[],
  next: readonly Allowance[],
): readonly Difference[] {
  // What an amount lets through is all that an amount which it implies lets through, or less.
  const { lost, gained } = uncovered(old, next, { covers: implies, distance });
  return [
    ...lost.map(({ value, other }) => difference(aspect, 'wider', [value, other])),
    ...gained.map(({ value, other }) => difference(aspect, 'narrower', [other, value])),
  ];
}

function difference(
  aspect: 'persons' | 'misses',
  ordering: 'wider' | 'narrower',
  [old, next]: readonly [Allowance | undefined, Allowance | undefined],
): Difference {
  return { aspect, ordering, from: old && allowanceText(old), to: next && allowanceText(next) };
}

/** Whether who keeps `one` keeps `other`: over a window as long or longer, no more. */
function implies(one: Allowance, other: Allowance): boolean {
  if (one.shadow && !other.shadow) return false;
  return one.by === other.by && isAtLeast(one.per, other.per) && isAmountWithin(one, other);
}

function isAmountWithin(one: Allowance, other: Allowance): boolean {
  if (one.of !== undefined) return one.of <= (other.of ?? other.floor ?? 0);
  if (other.of !== undefined) return (one.cap ?? Number.POSITIVE_INFINITY) <= other.of;
  return (
    (one.share ?? 0) <= (other.share ?? 0) &&
    (one.floor ?? 0) <= (other.floor ?? 0) &&
    (one.cap ?? Number.POSITIVE_INFINITY) <= (other.cap ?? Number.POSITIVE_INFINITY)
  );
}

/** Amounts of another claim are other amounts; over a window of another length, nearly. */
function distance(one: Allowance, other: Allowance): number {
  if (one.by !== other.by) return Number.POSITIVE_INFINITY;
  const own = [one.shadow !== other.shadow, one.of !== other.of, one.share !== other.share].filter(Boolean).length;
  return one.per.text === other.per.text ? own : own + 10;
}

/** As the SDL writes it. */
function allowanceText({ of, share, floor, cap, per, by, shadow }: Allowance): string {
  const amounts = Object.entries({ of, share, floor, cap }).flatMap(([name, amount]) =>
    amount === undefined ? [] : [`${name}: ${String(amount)}`],
  );
  return `{ ${[...amounts, `per: ${per.text}`, `by: ${by}`, ...(shadow ? ['shadow: true'] : [])].join(', ')} }`;
}
