/** Last stage: rows become the objects that resolvers read, keys become opaque ids, positions become sealed cursors. */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { ChildPlan, ConnectionShape, RootPlan, SelectionPlan } from '../plan/requestPlan.js';
import type { SealedRows } from '../store/read/packet.js';
import { fixedColumnCount, fixedColumns } from '../store/read/rowsSql.js';
import type { Answer } from './answer.js';
import { currentIds } from './currentIds.js';
import type { NestedPlace } from './cursors.js';
import { sealPosition } from './cursors.js';
import type { Disclosure } from './disclosureContext.js';
import type { FetchedChild, FetchedRoot, MergedRow, MinimisedPage } from './pages.js';
import type { Released } from './release.js';
import { servedOf } from './settle.js';
import type { Path, Paths } from './withheld.js';
import { versionOf } from './rowVersions.js';
import { WithheldPaths } from './withheld.js';

type Row = Record<string, unknown>;

interface Responding {
  readonly context: Disclosure;
  readonly root: RootPlan;
  readonly withheld: WithheldPaths;
}

/** A connection before it is given to GraphQL. */
interface ConnectionRows {
  readonly rows: readonly Row[];
  readonly keys: readonly Buffer[];
  readonly hasNextPage: boolean;
}

export function respond(context: Disclosure, { minimised }: Released): Answer {
  const withheld = new WithheldPaths();
  const roots = new Map<string, unknown>();
  for (const { fetched, page } of minimised.roots) {
    const responding: Responding = { context, root: fetched.plan, withheld };
    const { responseKey } = fetched.plan.template;
    const value = respondRoot(responding, fetched, page);
    // An interface or a union has a root for each of its types, and at most one of them the row.
    roots.set(responseKey, roots.get(responseKey) ?? value);
  }
  for (const { plan, person } of minimised.matches) roots.set(plan.template.responseKey, person !== undefined);
  for (const mapping of minimised.mappings) roots.set(mapping.responseKey, currentIds(context, mapping));
  const served = context.recordings.map((recording) => servedOf(recording, minimised));
  return Object.freeze({ roots, withheld: withheld.list(), served });
}

function respondRoot(responding: Responding, fetched: FetchedRoot, page: MinimisedPage): unknown {
  const { responseKey, connection } = responding.root.template;
  const shown: ShownPage = { responding, page, ids: idsOf(responding.context, page) };
  const { request } = responding.root;
  if (request.kind === 'written' && request.isList) {
    return inOrder(page, request.keys).map((row, index) => rowObject(shown, row, () => [[responseKey, index]]));
  }
  const root: Paths = () => [[responseKey]];
  if (connection === undefined) {
    const [row] = page.shown;
    return row === undefined ? null : rowObject(shown, row, root);
  }
  const rows = page.shown.map((row, index) => rowObject(shown, row, rowPaths(root, connection, index)));
  const keys =
    connection.asksEdgeCursor || connection.asksEndCursor ? page.shown.map((row) => keyOf(page.fetched.rows, row)) : [];
  return connectionObject(responding, connection, { rows, keys, hasNextPage: fetched.hasMore }, undefined);
}

/** Rows come in the order of their keys; written ones are shown in the order in which they were written. */
function inOrder(page: MinimisedPage, keys: readonly string[]): readonly number[] {
  const byKey = new Map(page.shown.map((row) => [page.fetched.rows.uuidText(row, fixedColumns.key), row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}

/** A page with its ids, by row. */
interface ShownPage {
  readonly responding: Responding;
  readonly page: MinimisedPage;
  readonly ids: readonly string[] | undefined;
}

function rowObject(shown: ShownPage, row: number, paths: Paths): Row {
  const { responding, page, ids } = shown;
  const { selection, rows } = page.fetched;
  const object: Row = selection.isMember ? { __typename: selection.rows.model.name } : {};
  if (ids !== undefined) object['id'] = ids[row];
  if (selection.asksVersion) object['version'] = versionOf(responding.context, selection.rows, { rows, row });
  addLeaves(object, page, row);
  for (const child of page.fetched.children) {
    if (child.kind === 'list' && child.merged !== undefined && child.plan.property in object) continue;
    object[child.plan.property] = childValue(shown, child, row, paths);
  }
  responding.withheld.add(selection, rows.openness(row), paths);
  return object;
}

function addLeaves(object: Row, page: MinimisedPage, row: number): void {
  const { leaves, embedded } = page.fetched.selection;
  for (const name of embedded) object[name] = null;
  for (let index = 0; index < leaves.length; index++) {
    const leaf = leaves[index];
    invariant(leaf, 'a leaf of the selection');
    const value: ScalarValue | null = page.leaves[index]?.[row] ?? null;
    if (leaf.owner === undefined) {
      object[leaf.property] = value;
    } else if (value !== null || object[leaf.owner] !== null) {
      // An embedded object of which nothing is there, or nothing may be known, is itself absent.
      const owner = (object[leaf.owner] ??= emptyOwner(page.fetched.selection, leaf.owner)) as Row;
      owner[leaf.property] = value;
    }
  }
}

function emptyOwner(selection: SelectionPlan, owner: string): Row {
  const object: Row = {};
  for (const leaf of selection.leaves) if (leaf.owner === owner) object[leaf.property] = null;
  return object;
}

function childValue({ responding, page }: ShownPage, child: FetchedChild, row: number, paths: Paths): unknown {
  const { rows } = page.fetched;
  if ((rows.openness(row) & (1 << child.plan.openness)) === 0) return null;
  const below: Paths = () => paths().map((path): Path => [...path, child.plan.responseKey]);
  if (child.kind === 'relation') {
    const key = rows.uuidText(row, fixedColumnCount + child.plan.column);
    const target = key === undefined ? undefined : child.byKey.get(key);
    return target === undefined ? null : rowObject(shownBelow(responding, page, child.plan), target, below);
  }
  const parent = rows.uuidText(row, fixedColumns.key) ?? '';
  const { connection } = child.plan;
  const { listed, hasNextPage } = listedRows(child, parent);
  const pages = new Map(listed.map(({ plan }) => [plan, shownBelow(responding, page, plan)]));
  const objects: Row[] = [];
  const keys: Buffer[] = [];
  for (const [index, { plan, row: target }] of listed.entries()) {
    const childShown = pages.get(plan);
    invariant(childShown, 'a row that is shown has its page');
    objects.push(rowObject(childShown, target, rowPaths(below, connection, index)));
    keys.push(keyOf(childShown.page.fetched.rows, target));
  }
  const place: NestedPlace = { child: child.plan, parent };
  return connectionObject(responding, connection, { rows: objects, keys, hasNextPage }, place);
}

/** What a list shows of one parent, and whether there is more. */
function listedRows(
  { plan, first, byParent, merged }: FetchedChild & { readonly kind: 'list' },
  parent: string,
): { readonly listed: readonly MergedRow[]; readonly hasNextPage: boolean } {
  if (merged !== undefined) return { listed: merged.byParent.get(parent) ?? [], hasNextPage: merged.more.has(parent) };
  const group = byParent.get(parent) ?? [];
  return { listed: group.slice(0, first).map((row) => ({ plan, row })), hasNextPage: group.length > first };
}

function shownBelow(responding: Responding, page: MinimisedPage, plan: ChildPlan): ShownPage {
  const childPage = page.children.get(plan);
  invariant(childPage, 'a child of the selection has its page');
  return { responding, page: childPage, ids: childIds(responding.context, plan, childPage) };
}

function connectionObject(
  responding: Responding,
  shape: ConnectionShape,
  { rows, keys, hasNextPage }: ConnectionRows,
  place: NestedPlace | undefined,
): Row {
  const { context, root } = responding;
  const cursorOf = (key: Buffer | undefined): string | null =>
    key === undefined ? null : sealPosition(context, root, place, key);
  return {
    nodes: rows,
    edges:
      shape.edges.length === 0
        ? []
        : rows.map((node, index) => ({ node, cursor: shape.asksEdgeCursor ? cursorOf(keys[index]) : '' })),
    pageInfo: { hasNextPage, endCursor: shape.asksEndCursor ? cursorOf(keys[keys.length - 1]) : null },
  };
}

/** Where a row of a connection stands in the response: below `nodes`, below `edges`, or both. */
function rowPaths(paths: Paths, shape: ConnectionShape, index: number): Paths {
  return () =>
    paths().flatMap((path) => [
      ...shape.nodeKeys.map((key): Path => [...path, key, index]),
      ...shape.edges.flatMap((edge) => edge.nodeKeys.map((key): Path => [...path, edge.key, index, key])),
    ]);
}

const childIdsOf = new WeakMap<MinimisedPage, readonly string[]>();

/** A page below many parents has its ids made once. */
function childIds(context: Disclosure, { selection }: ChildPlan, page: MinimisedPage): readonly string[] | undefined {
  if (!selection.asksId) return undefined;
  const known = childIdsOf.get(page);
  if (known !== undefined) return known;
  const ids = idsOf(context, page) ?? [];
  childIdsOf.set(page, ids);
  return ids;
}

/** Ids of every row of the page, by row; one cipher call a page. */
function idsOf(context: Disclosure, page: MinimisedPage): readonly string[] | undefined {
  const { selection, rows } = page.fetched;
  if (!selection.asksId) return undefined;
  const keys = Buffer.allocUnsafe(rows.count * 16);
  for (let row = 0; row < rows.count; row++) keyOf(rows, row).copy(keys, row * 16);
  return context.rooms.vault.ids(context.scope, selection.rows.model.name).encode(keys);
}

function keyOf(rows: SealedRows, row: number): Buffer {
  const key = rows.uuid(row, fixedColumns.key);
  invariant(key, 'a row has its key');
  return key;
}
