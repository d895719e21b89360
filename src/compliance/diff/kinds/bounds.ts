/** What bounds a role: each amount takes something away, so one amount less gives more. */
import type { Bound } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import { changesOf } from '../changes.js';
import { compareAllowances } from '../allowances.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byNumber } from '../ordering.js';

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
