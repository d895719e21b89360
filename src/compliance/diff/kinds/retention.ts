import type { ObjectModel } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byDuration, byIdentity } from '../ordering.js';

/** How long the store keeps a person: without a limit for ever. */
export const compareRetention: ComparePolicies = (old, next) =>
  matched(old.types, next.types).kept.flatMap(([type, before, after]) =>
    compareRetain(type, before.retain, after.retain),
  );

function compareRetain(type: string, old: ObjectModel['retain'], next: ObjectModel['retain']): readonly Change[] {
  const subject: Subject = { kind: 'retention', type };
  if (old === undefined) return next === undefined ? [] : [added(subject, 'narrowing', next.keep.text)];
  if (next === undefined) return [gone(subject, 'narrowing', old.keep.text)];
  return changesOf(subject, [
    { aspect: 'keep', ordering: byDuration(old.keep, next.keep), from: old.keep.text, to: next.keep.text },
    { aspect: 'from', ordering: byIdentity(old.from, next.from), from: old.from, to: next.from },
  ]);
}
