/** Fourth stage: each leaf at the precision of its grant, and the opened value forgotten. */
import type { ScalarValue } from '../kernel/scalar.js';
import { minimiserOf } from '../minimise/minimiserOf.js';
import type { ChildPlan, LeafPlan } from '../plan/requestPlan.js';
import type { Disclosure } from './disclosureContext.js';
import type { Minimised, MinimisedPage, Opened, OpenedPage } from './pages.js';

type Column = readonly (ScalarValue | null)[];

export function minimiseValues(context: Disclosure, opened: Opened): Minimised {
  const roots = opened.roots.map(({ fetched, page }) => ({ fetched, page: minimisePage(context, page) }));
  return { ...opened, roots };
}

function minimisePage(context: Disclosure, page: OpenedPage): MinimisedPage {
  const leaves = page.fetched.selection.leaves.map((leaf) => minimiseColumn(context, page, leaf));
  const children = new Map<ChildPlan, MinimisedPage>();
  for (const [child, childPage] of page.children) children.set(child, minimisePage(context, childPage));
  return { fetched: page.fetched, shown: page.shown, leaves, children };
}

function minimiseColumn(context: Disclosure, page: OpenedPage, leaf: LeafPlan): Column {
  const values = page.columns[leaf.column] ?? [];
  if (leaf.precision === 'EXACT') return values;
  const minimise = minimiser(context, leaf);
  const smaller: (ScalarValue | null)[] = [];
  for (const row of page.shown) {
    const value = values[row];
    smaller[row] = value === null || value === undefined ? null : minimise(value);
  }
  return smaller;
}

/** A pseudonym needs a key, so the vault makes it; every other rung is a pure function. */
function minimiser(context: Disclosure, leaf: LeafPlan): (value: ScalarValue) => ScalarValue | null {
  const { vault } = context.rooms;
  if (leaf.precision === 'PSEUDONYM') {
    const pseudonyms = vault.pseudonyms(context.scope, leaf.field.coordinate, leaf.field.scalar);
    return (value) => pseudonyms.of(value);
  }
  const year = Number(context.reading.times.startedDay.slice(0, 4));
  const minimise = minimiserOf(leaf.precision, leaf.field.scalar);
  return (value) => minimise(value, { year });
}
