/** What bounds a role: each amount takes something away, so one amount less gives more. */
import type { Allowance, Bound } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import { changesOf } from '../changes.js';
import type { Difference } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched, uncovered } from '../matching.js';
import { byNumber, isAtLeast } from '../ordering.js';

export const compareBounds: ComparePolicies = (old, next) =>
  matched(old.roles, next.roles).kept.flatMap(([role, before, after]) => compareBound(role, before.bound, after.bound));

function compareBound(role: string, old: Bound, next: Bound): readonly Change[] {
  const subject: Subject = { kind: 'bound', role };
  return changesOf(subject, [
    { aspect: 'page', ordering: byNumber(old.page, next.page), from: String(old.page), to: String(next.page) },
    { aspect: 'cost', ordering: byNumber(old.cost, next.cost), from: String(old.cost), to: String(next.cost) },
    ...compareAllowances('persons', old.persons, next.persons),
    ...compareAllowances('misses', old.misses, next.misses),
  ]);
}

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
