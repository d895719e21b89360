import { fixedColumnCount, fixedColumns } from '../store/read/rowsSql.js';
import type { FetchedChild, FetchedPage } from './pages.js';

/** Rows of a child that some shown parent shows, in ascending order. */
export function shownBelow({ rows }: FetchedPage, shown: readonly number[], child: FetchedChild): readonly number[] {
  const below = new Set<number>();
  for (const row of shown) {
    if (child.kind === 'list') {
      const group = child.byParent.get(rows.uuidText(row, fixedColumns.key) ?? '') ?? [];
      for (const target of group.slice(0, child.first)) below.add(target);
    } else {
      const key = rows.uuidText(row, fixedColumnCount + child.plan.column);
      const target = key === undefined ? undefined : child.byKey.get(key);
      if (target !== undefined) below.add(target);
    }
  }
  return [...below].toSorted((left, right) => left - right);
}
