import type { BlindIndexModel, ObjectModel } from '../../../policy/compiled.js';
import type { Subject } from '../change.js';
import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byFlag, byNumber, indifferently } from '../ordering.js';

/** A blind index lets a value be found, and tells at rest which persons share it: the more of its bits, the more exactly. */
export const compareIndexes: ComparePolicies = (old, next) =>
  matched(old.types, next.types).kept.flatMap(([type, before, after]) => {
    const indexes = matched(byFields(before), byFields(after));
    const subject = (fields: string): Subject => ({ kind: 'index', type, fields });
    return [
      ...indexes.added.map(([fields]) => added(subject(fields), 'widening')),
      ...indexes.gone.map(([fields]) => gone(subject(fields), 'widening')),
      ...indexes.kept.flatMap(([fields, one, other]) =>
        changesOf(subject(fields), [
          {
            aspect: 'unique',
            ordering: byFlag(one.unique, other.unique),
            from: String(one.unique),
            to: String(other.unique),
          },
          { aspect: 'bits', ordering: byNumber(one.bits, other.bits), from: String(one.bits), to: String(other.bits) },
          {
            aspect: 'column',
            ordering: indifferently(one.column, other.column),
            from: one.column,
            to: other.column,
          },
        ]),
      ),
    ];
  });

function byFields({ indexes }: ObjectModel): readonly (readonly [string, BlindIndexModel])[] {
  return indexes.map((index) => [index.fields.toSorted().join(' + '), index]);
}
