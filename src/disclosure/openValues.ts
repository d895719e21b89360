/**
 * Third stage: opens what will be shown and nothing else. Keys live as long as the loop over one page; a row beyond the
 * page, a candidate out of reach, a child of a row that is not shown stay sealed.
 */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { ChildPlan } from '../plan/requestPlan.js';
import type { SealedRows } from '../store/read/packet.js';
import { fixedColumnCount, fixedColumns } from '../store/read/rowsSql.js';
import type { Opening } from '../vault/opening.js';
import type { ColumnOpener } from './columnOpeners.js';
import type { Disclosure } from './disclosureContext.js';
import { matchingRows } from './lookup.js';
import type { Recorded } from './record.js';
import type { FetchedPage, FetchedRoot, Opened, OpenedPage } from './pages.js';
import { shownBelow } from './shownBelow.js';

type Values = (ScalarValue | null)[];

/** @throws Failure SEAL_BROKEN when a value does not open at its place: the store was tampered with or a key is missing. */
export function openValues(context: Disclosure, { fetched }: Recorded): Opened {
  const opening = context.rooms.vault.opening();
  try {
    const roots = fetched.roots.map((root) => ({ fetched: root, page: openRoot(context, opening, root) }));
    return { ...fetched, roots };
  } finally {
    opening.close();
  }
}

function openRoot(context: Disclosure, opening: Opening, root: FetchedRoot): OpenedPage {
  const page = openRows(context, opening, root.page, root.shown);
  const { request } = root.plan;
  const shown = request.kind === 'find' ? matchingRows(context, request, page) : root.shown;
  return withOpenedChildren(context, opening, { ...page, shown });
}

function openPage(context: Disclosure, opening: Opening, page: FetchedPage, shown: readonly number[]): OpenedPage {
  return withOpenedChildren(context, opening, openRows(context, opening, page, shown));
}

function openRows(context: Disclosure, opening: Opening, fetched: FetchedPage, shown: readonly number[]): OpenedPage {
  const openers = context.rooms.openers.of(fetched.selection);
  const { rows } = fetched;
  const columns: Values[] = openers.map(() => Array.from({ length: rows.count }, () => null));
  const opensSealed = openers.some((opener) => opener.kind === 'sealed');
  for (const row of shown) {
    if (opensSealed) enterRow(opening, rows, row);
    for (let column = 0; column < openers.length; column++) {
      const opener = openers[column];
      const values = columns[column];
      invariant(opener !== undefined && values !== undefined, 'a column of the selection');
      values[row] = openValue(opening, opener, { rows, row, column: fixedColumnCount + column });
    }
  }
  return { fetched, shown, columns, children: new Map() };
}

function enterRow(opening: Opening, rows: SealedRows, row: number): void {
  const { key, person, dataKey } = fixedColumns;
  opening.person(rows.bytes, rows.offset(row, dataKey), rows.length(row, dataKey), rows.offset(row, person));
  opening.row(rows.bytes, rows.offset(row, key));
}

interface Cell {
  readonly rows: SealedRows;
  readonly row: number;
  readonly column: number;
}

function openValue(opening: Opening, opener: ColumnOpener, { rows, row, column }: Cell): ScalarValue | null {
  const length = rows.length(row, column);
  if (length < 0 || opener.kind === 'key') return null;
  if (opener.kind === 'sealed') return opening.value(opener.column, rows.bytes, rows.offset(row, column), length);
  const text = rows.text(row, column);
  return text === null ? null : opener.decode(text);
}

function withOpenedChildren(context: Disclosure, opening: Opening, page: OpenedPage): OpenedPage {
  if (page.fetched.children.length === 0) return page;
  const children = new Map<ChildPlan, OpenedPage>();
  for (const child of page.fetched.children) {
    children.set(child.plan, openPage(context, opening, child.page, shownBelow(page.fetched, page.shown, child)));
  }
  return { ...page, children };
}
