/** Asks everything that a caller may read, by every root that it has, and judges each answer by the reading. */
import type { HeldRow } from '../reading/heldWorld.js';
import type { StatedRoot } from '../reading/statedPolicy.js';
import type { Freshness } from '../serving/desk.js';
import type { CaseKind } from '../tally.js';
import type { AccessPath } from './accessPaths.js';
import { accessPaths } from './accessPaths.js';
import type { AskedRow } from './askedRow.js';
import { costOf, printRow, throughOnly, valuesOf } from './askedRow.js';
import type { Asking, Bound } from './asker.js';
import { ask, boundOf, idOf, isAnswered, judgingOf } from './asker.js';
import { isObject, judgePage, judgeRow, noteAll } from './judgeRow.js';

/** Rows of a nested list: enough to have more than one page somewhere. */
const nestedAtMost = 6;
/** Aliases of one operation (src/gateway/operationBounds.ts lets 25 roots through). */
const rootsAtMost = 25;

/** All types by all ways, values first and then what each row leads to. */
export async function askReads(asking: Asking): Promise<void> {
  const { reading, account } = asking;
  for (const [type, paths] of accessPaths(reading)) {
    for (const path of paths) {
      await askAlong(asking, path, (fresh) => valuesOf(reading, type, fresh === 'FRESH'));
      if (account.isStranger || !(path === paths[0] || (account.isFirst && path.root.kind === 'LIST'))) continue;
      for (const below of rowsBelow(asking, type)) await askAlong(asking, path, () => below, ['FRESH']);
    }
  }
}

/** What each relation and list of the type leads to, one at a time. */
function rowsBelow({ reading }: Asking, type: string): readonly AskedRow[] {
  return reading.granted(type).flatMap((granted) => {
    const targets = granted.field.targets.filter((target) => reading.granted(target.type).length > 0);
    if (targets.length === 0) return [];
    const below = targets.map((target) => valuesOf(reading, target.type, true));
    return [throughOnly(type, granted, below, nestedAtMost)];
  });
}

async function askAlong(
  asking: Asking,
  { root, along }: AccessPath,
  asked: (freshness: Freshness) => AskedRow,
  sessions: readonly Freshness[] = ['FRESH', 'OLD'],
): Promise<void> {
  const { account } = asking;
  for (const freshness of sessions) {
    if (freshness === 'OLD' && (account.role.stepUpAge === undefined || along.length > 0)) continue;
    const row = along.reduceRight<AskedRow>(
      (below, { granted }, index) => throughOnly(along[index - 1]?.to ?? root.type, granted, [below], nestedAtMost),
      asked(freshness),
    );
    if (along.some(({ granted }) => granted.stepUp) && freshness === 'OLD') continue;
    const whole = withinBounds(row, boundOf(asking));
    const question: Question = {
      ...asking,
      root,
      row: whole,
      freshness,
      isNested: along.length > 0 || asksBelow(whole),
    };
    if (root.kind === 'LIST') await askList(question);
    else if (root.takesId) await askNodes(question);
    else await askSelf(question);
  }
}

function asksBelow({ fields }: AskedRow): boolean {
  return fields.some(({ below }) => below !== undefined);
}

/** Shorter pages below, until a row costs a fifth of what an operation may. */
function withinBounds(row: AskedRow, { page, cost }: Bound): AskedRow {
  let narrowed = withFirst(row, Math.min(nestedAtMost, page));
  for (let first = Math.min(nestedAtMost, page); costOf(narrowed) * 5 > cost && first > 1; first--)
    narrowed = withFirst(row, first - 1);
  return narrowed;
}

function withFirst({ type, fields }: AskedRow, first: number): AskedRow {
  return {
    type,
    fields: fields.map((field) => ({ ...field, first, below: field.below?.map((row) => withFirst(row, first)) })),
  };
}

interface Question extends Asking {
  readonly root: StatedRoot;
  readonly row: AskedRow;
  readonly freshness: Freshness;
  readonly isNested: boolean;
}

/** Rows by id, whoever they are, and two ids of nobody. */
async function askNodes(question: Question): Promise<void> {
  const { root, row, reading } = question;
  const rows = reading.world.rows.get(root.type) ?? [];
  const ids = [...rows.map((each) => ({ row: each, id: idOf(question, each.type, each.id) })), ...nobodies(question)];
  const size = Math.max(1, Math.min(rootsAtMost, Math.floor(boundOf(question).cost / costOf(row))));
  for (let at = 0; at < ids.length; at += size) {
    const batch = ids.slice(at, at + size);
    const roots = batch.map(({ id }, index) => `r${index}: ${root.name}(id: ${JSON.stringify(id)}) { ...Asked }`);
    const query = `{ ${roots.join(' ')} } fragment Asked on ${root.type} { ${printRow(row)} }`;
    const reply = await ask(question, query, question.freshness);
    if (!isAnswered(question, 'NODE', `Query.${root.name}`, reply)) continue;
    const judging = judgingOf(question, kindOf(question, 'NODE'), reply);
    batch.forEach((each, index) => {
      const isThere = each.row !== undefined && reading.isVisible(each.row);
      const expected = { asked: row, row: isThere ? each.row : undefined, hidden: each.row };
      judgeRow(judging, expected, { value: reply.data?.[`r${index}`], path: [`r${index}`] });
    });
  }
}

function nobodies(question: Question): readonly { readonly row?: HeldRow; readonly id: string }[] {
  return [{ id: idOf(question, question.root.type, '00000000-0000-4000-8000-000000000000') }, { id: 'no-such-id' }];
}

function kindOf({ isNested }: Question, kind: CaseKind): CaseKind {
  return isNested ? 'NESTED' : kind;
}

async function askSelf(question: Question): Promise<void> {
  const { root, row, reading } = question;
  const reply = await ask(question, `{ r: ${root.name} { ${printRow(row)} } }`, question.freshness);
  if (!isAnswered(question, 'NODE', `Query.${root.name}`, reply)) return;
  const own = reading.visibleRows(root.type).find(({ id }) => id === reading.asker.claims['SUBJECT']);
  const judging = judgingOf(question, kindOf(question, 'NODE'), reply);
  judgeRow(judging, { asked: row, row: own }, { value: reply.data?.['r'], path: ['r'] });
}

/** Page by page to the end. */
async function askList(question: Question): Promise<void> {
  const { root, row, reading } = question;
  const { page, cost } = boundOf(question);
  const first = Math.max(1, Math.min(page, Math.floor(cost / costOf(row))));
  let rows = reading.visibleRows(root.type);
  let after = '';
  do {
    const query = `{ r: ${root.name}(first: ${first}${after}) { nodes { ${printRow(row)} } pageInfo { hasNextPage endCursor } } }`;
    const reply = await ask(question, query, question.freshness);
    if (!isAnswered(question, 'LIST', `Query.${root.name}`, reply)) return;
    const place = { type: 'Query', name: root.name };
    const judging = judgingOf(question, kindOf(question, 'LIST'), reply);
    if (after === '') noteAll(judging, reading.world.rows.get(root.type) ?? []);
    judgePage(judging, { place, below: [row], rows, first }, { value: reply.data?.['r'], path: ['r'] });
    rows = rows.slice(first);
    const cursor = endCursorOf(reply.data?.['r']);
    after = `, after: ${JSON.stringify(cursor)}`;
    if (cursor === undefined) return;
  } while (rows.length > 0);
}

function endCursorOf(page: unknown): string | undefined {
  const info = isObject(page) ? page['pageInfo'] : undefined;
  const cursor = isObject(info) ? info['endCursor'] : undefined;
  return typeof cursor === 'string' ? cursor : undefined;
}
