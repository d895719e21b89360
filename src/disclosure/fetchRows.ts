/** First stage: ids and sealed bytes of the rows that the caller's links reach, level by level, one statement a level. */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { ScalarValue } from '../kernel/scalar.js';
import { parseUuid } from '../kernel/uuid.js';
import { candidatesAtMost } from '../plan/candidates.js';
import type { ChildPlan, ListPlan, RequestPlan, RootPlan, SelectionPlan } from '../plan/requestPlan.js';
import type { ValueField } from '../policy/compiled.js';
import type { SealedRows } from '../store/read/packet.js';
import type { ReadMode } from '../store/read/readMode.js';
import { fixedColumnCount, fixedColumns } from '../store/read/rowsSql.js';
import { validateScalar } from '../vault/validateScalar.js';
import { openPosition } from './cursors.js';
import { isTruncated } from './blindIndexes.js';
import { requireAbsorbed } from './currentIds.js';
import type { Disclosure } from './disclosureContext.js';
import { decodeId } from './ids.js';
import { inTurns } from './inTurns.js';
import { lookupToken } from './lookup.js';
import { fetchMatches, matchTokens } from './matches.js';
import type { ReadList } from './mergeLists.js';
import { mergeLists } from './mergeLists.js';
import type { Fetched, FetchedChild, FetchedPage, FetchedRoot } from './pages.js';

/** A connection each: an operation of a hundred aliases waits for itself and not the others for it. */
const rootsAtOnce = 2;

export async function fetchRows(context: Disclosure, plan: RequestPlan): Promise<Fetched> {
  // What a cursor or an argument gets refused for is refused before any root reads (law 7).
  requireAbsorbed(context, plan.mappings);
  const statements = plan.roots.map((root) => ({ root, statement: rootStatement(context, root) }));
  const fetch = ({ root, statement }: (typeof statements)[number]): Promise<FetchedRoot> =>
    fetchRoot({ context, plan, root }, statement);
  const tokens = matchTokens(context, plan.matches);
  const { coordinates, mappings } = plan;
  const matches = await fetchMatches(context, tokens);
  return { roots: await inTurns(statements, rootsAtOnce, fetch), coordinates, mappings, matches };
}

interface RootStatement {
  readonly mode: ReadMode;
  readonly given: Readonly<Record<string, unknown>>;
}

/** What every level below one root shares. */
interface Fetching {
  readonly context: Disclosure;
  readonly plan: RequestPlan;
  readonly root: RootPlan;
}

async function fetchRoot(fetching: Fetching, { mode, given }: RootStatement): Promise<FetchedRoot> {
  const { context, root } = fetching;
  const rows = await readRows(context, root.selection, mode, given);
  const request = root.request;
  const shown = upTo(request.kind === 'list' ? Math.min(rows.count, request.first) : rows.count);
  if (request.kind === 'find' && rows.count > candidatesAtMost) {
    throw refuse(
      'COST_TOO_HIGH',
      `The lookup ${root.template.root.name} leaves too many to compare: use another set of attributes.`,
    );
  }
  const page = await withChildren(fetching, root.selection, rows, shown);
  return { plan: root, page, shown, hasMore: request.kind === 'list' && rows.count > request.first };
}

function rootStatement(context: Disclosure, root: RootPlan): RootStatement {
  const request = root.request;
  const type = root.template.root.type;
  switch (request.kind) {
    case 'node':
      return { mode: { kind: 'key' }, given: { key: decodeId(context, type, request.id) } };
    case 'written':
      return { mode: { kind: 'keys' }, given: { keys: request.keys } };
    case 'self':
      return { mode: { kind: 'key' }, given: { key: selfKey(context) } };
    case 'find':
      return {
        mode: { kind: 'lookup', index: request.index.column, fromLinks: isTruncated(request.index) },
        given: { token: lookupToken(context, root.selection.rows.model, request), limit: candidatesAtMost + 1 },
      };
    case 'list': {
      const after = request.after === undefined ? undefined : openPosition(context, root, undefined, request.after);
      const filters = request.filter.map(({ column, openness }) => ({ column, openness }));
      const given: Record<string, unknown> = {
        limit: request.first + 1,
        after,
        since: request.changedSince?.toISOString(),
      };
      request.filter.forEach(({ column, value }, index) => {
        given[`filter${String(index)}`] = filterValue(context, root, column, value);
      });
      return {
        mode: { kind: 'page', after: after !== undefined, changed: request.changedSince !== undefined, filters },
        given,
      };
    }
  }
}

/** A relation is compared by the row's own key, not by the id that the caller holds; a value in its canonical form. */
function filterValue(context: Disclosure, root: RootPlan, column: string, value: unknown): unknown {
  for (const field of root.selection.rows.model.fields.values()) {
    if (field.kind === 'relation' && field.column === column) {
      return decodeId(context, field.target, String(value));
    }
    if (field.kind === 'value' && field.column === column) return comparedValue(root, field, value);
  }
  return invariant(false, 'a filter compares a field');
}

function comparedValue(root: RootPlan, field: ValueField, value: unknown): ScalarValue {
  const validated = validateScalar(field, value instanceof Date ? value.toISOString() : value);
  if (validated.valid) return validated.value;
  throw refuse('ARGUMENT_INVALID', `${root.template.root.name} compares ${field.path}: a value has not its form.`);
}

/** Who has no SUBJECT claim is nobody's row; a subject that is no key of any row reaches nobody. */
function selfKey(context: Disclosure): string {
  const subject = context.caller.claims.SUBJECT;
  if (subject === undefined) throw refuse('FORBIDDEN', 'This root is for a person: the token names no subject.');
  return parseUuid(subject) ?? nobody;
}

/** The nil UUID (RFC 9562, section 5.9): rows have random ones. */
const nobody = '00000000-0000-0000-0000-000000000000';

function readRows(
  context: Disclosure,
  selection: SelectionPlan,
  mode: ReadMode,
  given: Readonly<Record<string, unknown>>,
): Promise<SealedRows> {
  const { rows, database } = context.rooms;
  return rows.read(database, { selection: selection.rows, mode, reading: context.reading, given });
}

async function withChildren(
  fetching: Fetching,
  selection: SelectionPlan,
  rows: SealedRows,
  shown: readonly number[],
): Promise<FetchedPage> {
  const children: FetchedChild[] = [];
  for (const group of listsTogether(selection.children)) {
    const [child] = group;
    if (child.kind === 'relation') children.push(await fetchRelation(fetching, child, rows, shown));
    else children.push(...(await fetchLists(fetching, group.filter(isList), rows, shown)));
  }
  return { selection, rows, children };
}

function isList(child: ChildPlan): child is ListPlan {
  return child.kind === 'list';
}

/** Each child by itself, and the lists of one list of several types together. */
function listsTogether(children: readonly ChildPlan[]): readonly (readonly [ChildPlan, ...ChildPlan[]])[] {
  const groups = new Map<unknown, [ChildPlan, ...ChildPlan[]]>();
  for (const child of children) {
    const key = (child.kind === 'list' ? child.among : undefined) ?? child;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [child]);
    else group.push(child);
  }
  return [...groups.values()];
}

async function fetchRelation(
  fetching: Fetching,
  child: Extract<FetchedChild, { kind: 'relation' }>['plan'],
  parents: SealedRows,
  shown: readonly number[],
): Promise<FetchedChild> {
  const keys = distinctKeys(parents, shown, fixedColumnCount + child.column);
  const rows = await readRows(fetching.context, child.selection, { kind: 'keys' }, { keys });
  const page = await withChildren(fetching, child.selection, rows, upTo(rows.count));
  const byKey = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) byKey.set(rows.uuidText(row, fixedColumns.key) ?? '', row);
  return { kind: 'relation', plan: child, page, byKey };
}

/** One list, or those of one list of several types: read each by itself, then cut to what is shown of all of them. */
async function fetchLists(
  fetching: Fetching,
  lists: readonly ListPlan[],
  parents: SealedRows,
  shown: readonly number[],
): Promise<readonly FetchedChild[]> {
  const read: ReadList[] = [];
  for (const list of lists) read.push(await readList(fetching, list, parents, shown));
  const cut = lists[0]?.among === undefined ? undefined : mergeLists(read);
  const fetched: FetchedChild[] = [];
  for (const { plan, rows, first, byParent } of cut?.lists ?? read) {
    // The row that only tells that there are more has no children of its own to read.
    const shownRows = [...byParent.values()].flatMap((group) => group.slice(0, first));
    const page = await withChildren(fetching, plan.selection, rows, shownRows);
    fetched.push({ kind: 'list', plan, page, first, byParent, merged: cut?.merged });
  }
  return fetched;
}

async function readList(
  fetching: Fetching,
  child: ListPlan,
  parents: SealedRows,
  shown: readonly number[],
): Promise<ReadList> {
  const request = fetching.plan.pages.get(child) ?? { first: 1, after: undefined };
  const keys = openParents(parents, shown, child.openness);
  const after = request.after === undefined ? undefined : nestedPosition(fetching, child, keys, request.after);
  const mode: ReadMode = { kind: 'children', parent: child.field.column, after: after !== undefined };
  const rows = await readRows(fetching.context, child.selection, mode, {
    parents: keys,
    limit: request.first + 1,
    after,
  });
  const byParent = new Map<string, number[]>();
  for (let row = 0; row < rows.count; row++) {
    const parent = rows.uuidText(row, fixedColumns.parent) ?? '';
    const group = byParent.get(parent);
    if (group === undefined) byParent.set(parent, [row]);
    else group.push(row);
  }
  return { plan: child, rows, first: request.first, byParent };
}

/** A nested cursor stands in one parent's list, so it makes sense under one parent only. */
function nestedPosition(
  { context, root }: Fetching,
  child: ListPlan,
  parents: readonly string[],
  cursor: string,
): string | undefined {
  const [parent] = parents;
  // Nobody is there, whatever the cursor: absence has one shape (law 7).
  if (parent === undefined) return undefined;
  if (parents.length > 1) {
    throw refuse('CURSOR_INVALID', `${child.definition.name}(after:) needs a single parent: ask for it below one row.`);
  }
  return openPosition(context, root, { child, parent }, cursor);
}

function openParents(rows: SealedRows, shown: readonly number[], openness: number): readonly string[] {
  const keys: string[] = [];
  for (const row of shown) {
    if ((rows.openness(row) & (1 << openness)) === 0) continue;
    const key = rows.uuidText(row, fixedColumns.key);
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

function distinctKeys(rows: SealedRows, shown: readonly number[], column: number): readonly string[] {
  const keys = new Set<string>();
  for (const row of shown) {
    const key = rows.uuidText(row, column);
    if (key !== undefined) keys.add(key);
  }
  return [...keys];
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
