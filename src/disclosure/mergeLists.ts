/**
 * Lists of several types as one: in the order of the keys, which are random whatever the type, so that one cursor stands in all
 * of them. What is beyond the page is dropped here, before it is counted, recorded or opened.
 */
import type { ListPlan } from '../plan/requestPlan.js';
import type { SealedRows } from '../store/read/packet.js';
import { fixedColumns } from '../store/read/rowsSql.js';
import type { MergedRow, MergedRows } from './pages.js';

/** Rows of one list, one more than asked for each parent that has more. */
export interface ReadList {
  readonly plan: ListPlan;
  readonly rows: SealedRows;
  readonly first: number;
  readonly byParent: ReadonlyMap<string, readonly number[]>;
}

/** `lists`: with only the rows that are shown of each. */
export function mergeLists(read: readonly ReadList[]): {
  readonly merged: MergedRows;
  readonly lists: readonly ReadList[];
} {
  const byParent = new Map<string, readonly MergedRow[]>();
  const more = new Set<string>();
  const first = Math.max(0, ...read.map((list) => list.first));
  for (const parent of new Set(read.flatMap((list) => [...list.byParent.keys()]))) {
    const rows = inOrder(read, parent);
    byParent.set(parent, rows.slice(0, first));
    if (rows.length > first) more.add(parent);
  }
  const lists = read.map((list) => ({ ...list, byParent: shownOf(list.plan, byParent) }));
  return { merged: { byParent, more }, lists };
}

function inOrder(read: readonly ReadList[], parent: string): readonly MergedRow[] {
  const keyed = read.flatMap(({ plan, rows, byParent }) =>
    (byParent.get(parent) ?? []).map((row) => ({ key: rows.uuidText(row, fixedColumns.key) ?? '', plan, row })),
  );
  return keyed
    .toSorted((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)))
    .map(({ plan, row }) => ({ plan, row }));
}

function shownOf(
  plan: ListPlan,
  byParent: ReadonlyMap<string, readonly MergedRow[]>,
): ReadonlyMap<string, readonly number[]> {
  return new Map(
    [...byParent].map(([parent, rows]) => [parent, rows.filter((each) => each.plan === plan).map(({ row }) => row)]),
  );
}
