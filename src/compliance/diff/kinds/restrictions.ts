/** What is withheld about persons with a mark, by field: a field that is new or gone tells its own story. */
import type { ObjectModel } from '../../../policy/compiled.js';
import { isWithin } from '../../../policy/isWithin.js';
import type { Change, Subject } from '../change.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { bySet } from '../ordering.js';

export const compareRestrictions: ComparePolicies = (old, next) =>
  matched(old.types, next.types).kept.flatMap(([type, before, after]) =>
    matched(before.fields, after.fields).kept.flatMap(([path, one]) =>
      one.kind === 'embedded' ? [] : compareField({ type, path }, [before, after]),
    ),
  );

function compareField(
  { type, path }: { readonly type: string; readonly path: string },
  [old, next]: readonly [ObjectModel, ObjectModel],
): readonly Change[] {
  const marks = matched(exceptionsBy(old, path), exceptionsBy(next, path));
  const subject = (column: string): Subject => ({ kind: 'restriction', type, path, column });
  return [
    ...marks.added.map(([column, except]) => added(subject(column), 'narrowing', listedSorted(except))),
    ...marks.gone.map(([column, except]) => gone(subject(column), 'narrowing', listedSorted(except))),
    ...marks.kept.flatMap(([column, one, other]) =>
      changesOf(subject(column), [
        { aspect: 'except', ordering: bySet(one, other), from: listedSorted(one), to: listedSorted(other) },
      ]),
    ),
  ];
}

/** By column: the roles from which no @restrict on it withholds the field. */
function exceptionsBy({ restricts }: ObjectModel, path: string): ReadonlyMap<string, ReadonlySet<string>> {
  const marks = new Map<string, ReadonlySet<string>>();
  for (const { column, fields, except } of restricts) {
    if (!isWithin(path, fields)) continue;
    const known = marks.get(column);
    marks.set(column, new Set(except.filter((role) => known?.has(role) ?? true)));
  }
  return marks;
}
