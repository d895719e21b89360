/** Whom an operation shows, and which coordinates of each at which precision: read from sealed rows, before anything is opened. */
import { invariant } from '../kernel/invariant.js';
import { ownCoordinates } from '../plan/reading.js';
import type { SelectionPlan } from '../plan/requestPlan.js';
import type { Disclosed, Shape } from '../ledger/entry.js';
import { fixedColumns } from '../store/read/rowsSql.js';
import type { FetchedPage } from './pages.js';
import { GatheredShapes } from './gatheredShapes.js';
import { shownBelow } from './shownBelow.js';

/** Rows that are shown, with what hangs below them. */
export interface ShownRows {
  readonly page: FetchedPage;
  readonly shown: readonly number[];
}

export function shownPersons(roots: readonly ShownRows[]): Disclosed {
  const gathered = new GatheredShapes();
  for (const root of roots) walk(root, gathered);
  return gathered.disclosed();
}

/** Keys of the persons as hex, each once. */
export function personsOf(roots: readonly ShownRows[]): readonly string[] {
  return shownPersons(roots).persons;
}

function walk({ page, shown }: ShownRows, gathered: GatheredShapes): void {
  const { rows, selection } = page;
  if (selection.rows.model.kind !== 'entity') {
    for (const row of shown) {
      const person = rows.uuidText(row, fixedColumns.person);
      invariant(person, 'a linked row has its person');
      gathered.add(person, shapeOf(selection, rows.openness(row)));
    }
  }
  for (const child of page.children) walk({ page: child.page, shown: shownBelow(page, shown, child) }, gathered);
}

const shapesOf = new WeakMap<SelectionPlan, Map<number, Shape>>();

/** What a row of the selection shows when just these classes are open. */
function shapeOf(selection: SelectionPlan, openness: number): Shape {
  const known = shapesOf.get(selection) ?? new Map<number, Shape>();
  shapesOf.set(selection, known);
  const shape = known.get(openness) ?? makeShape(selection, openness);
  known.set(openness, shape);
  return shape;
}

function makeShape({ rows, leaves, children, asksId, asksVersion }: SelectionPlan, openness: number): Shape {
  const type = rows.model.name;
  const isOpen = (index: number): boolean => (openness & (1 << index)) !== 0;
  const coordinates = new Set<string>(ownCoordinates(type, asksId, asksVersion));
  for (const { grant, precision, column } of leaves) {
    if (!isOpen(rows.columns[column]?.openness ?? -1)) continue;
    coordinates.add(`${type}.${grant.path}${precision === 'EXACT' ? '' : `:${precision}`}`);
  }
  for (const child of children) if (isOpen(child.openness)) coordinates.add(`${type}.${child.field.path}`);
  return Object.freeze([...coordinates].toSorted());
}
