/** Looks persons up by each set of attributes, and compares lists by each field of a filter: what is not read finds nobody. */
import type { HeldRow } from '../reading/heldWorld.js';
import type { Plain } from '../reading/rungs.js';
import type { StatedRoot } from '../reading/statedPolicy.js';
import type { Reply } from '../serving/desk.js';
import type { AskedRow } from './askedRow.js';
import type { Asking } from './asker.js';
import { ask, boundOf, idOf, isAnswered, judgingOf, servedOf } from './asker.js';
import { costOf, printRow, valuesOf } from './askedRow.js';
import { judgePage, judgeRow } from './judgeRow.js';

/** Persons who are looked up by each set: reached and not, alternately as far as there are. */
const lookedUp = 10;

export async function askLookups(asking: Asking): Promise<void> {
  for (const root of asking.reading.policy.roots) {
    if (root.compared === undefined || asking.reading.granted(root.type).length === 0) continue;
    if (root.kind === 'FIND') for (const set of root.by) await askSet(asking, root, set);
    if (root.kind === 'LIST')
      for (const [input, path] of root.compared.paths) await askFilter(asking, root, input, path);
  }
}

/** Whether the caller may read the field exactly, and so compare it. */
function compares({ reading }: Asking, type: string, path: string): boolean {
  return reading.granted(type).some(({ name, precision }) => name === path && precision === 'EXACT');
}

async function askSet(asking: Asking, root: StatedRoot, set: readonly string[]): Promise<void> {
  const { reading } = asking;
  const holders = (reading.world.rows.get(root.type) ?? []).filter((row) => set.every((path) => row.values.has(path)));
  const isReadable = set.every((path) => compares(asking, root.type, path));
  const row = valuesOf(reading, root.type, true);
  for (const holder of isReadable ? sampleOf(asking, holders) : holders.slice(0, 1)) {
    const wanted = new Map(set.map((path) => [path, holder.values.get(path) ?? '']));
    const query = `{ r: ${root.name}(${root.compared?.argument ?? 'by'}: { ${inputOf(root, wanted)} }) { ${printRow(row)} } }`;
    const reply = await ask(asking, query);
    if (!isReadable) refusedOr(asking, root, reply, 'REFUSED');
    else if (isTooDear(asking, root, set, row)) refusedOr(asking, root, reply, 'REFUSED COST_TOO_HIGH');
    else {
      if (!isAnswered(asking, 'FIND', `Query.${root.name}`, reply)) continue;
      const expected = { asked: row, row: reading.found(root.type, wanted), hidden: holder };
      judgeRow(judgingOf(asking, 'FIND', reply), expected, { value: reply.data?.['r'], path: ['r'] });
    }
  }
}

/** Persons whom a lookup may have to compare, where the set has no field that tells each from all others. */
const candidates = 500;

function isTooDear(asking: Asking, { type }: StatedRoot, set: readonly string[], row: AskedRow): boolean {
  const { fields } = asking.reading.typeOf(type);
  const isUnique = set.some((path) => fields.get(path)?.isUnique === true);
  return (isUnique ? 1 : candidates) * set.length + costOf(row) > boundOf(asking).cost;
}

/** `REFUSED` alone: which code it is hangs on whether another purpose has the set; that there is one must not. */
function refusedOr({ tally, reading }: Asking, root: StatedRoot, reply: Reply, expected: string): void {
  const { role, purpose } = reading.asker;
  const served = servedOf(reply);
  const isExpected = served.startsWith(expected) && !served.endsWith('SERVED');
  const proofCase = { kind: 'REFUSAL', role, purpose, coordinate: `Query.${root.name}`, state: 'FRESH' } as const;
  tally.add(proofCase, expected, isExpected ? expected : served);
}

function sampleOf({ reading }: Asking, rows: readonly HeldRow[]): readonly HeldRow[] {
  const reached = rows.filter((row) => reading.isVisible(row));
  const others = rows.filter((row) => !reading.isVisible(row));
  return [...reached.slice(0, lookedUp / 2), ...others.slice(0, lookedUp / 2)];
}

function inputOf({ compared }: StatedRoot, wanted: ReadonlyMap<string, Plain>): string {
  return [...(compared?.paths ?? [])]
    .flatMap(([input, path]) => (wanted.has(path) ? [`${input}: ${JSON.stringify(wanted.get(path))}`] : []))
    .join(', ');
}

/** Pages of the rows on which the field may be read and holds the value. */
async function askFilter(asking: Asking, root: StatedRoot, input: string, path: string): Promise<void> {
  const { reading } = asking;
  const field = reading.typeOf(root.type).fields.get(path);
  const granted = reading.granted(root.type).find(({ name, precision }) => name === path && precision === 'EXACT');
  const values = new Set((reading.world.rows.get(root.type) ?? []).flatMap((row) => row.values.get(path) ?? []));
  const row = valuesOf(reading, root.type, true);
  const { page, cost } = boundOf(asking);
  const first = Math.max(1, Math.min(page, Math.floor(cost / costOf(row))));
  for (const value of [...values].slice(0, 3)) {
    const [target] = field?.targets ?? [];
    const id = target === undefined ? undefined : idOf(asking, target.type, String(value));
    const literal = field?.scalar === 'Enum' && id === undefined ? String(value) : JSON.stringify(id ?? value);
    const compared = `${root.compared?.argument ?? 'filter'}: { ${input}: ${literal} }`;
    const reply = await ask(
      asking,
      `{ r: ${root.name}(first: ${first}, ${compared}) { nodes { ${printRow(row)} } pageInfo { hasNextPage } } }`,
    );
    if (granted === undefined) refusedOr(asking, root, reply, 'REFUSED');
    else if (isAnswered(asking, 'FIND', `Query.${root.name}`, reply)) {
      const rows = reading
        .visibleRows(root.type)
        .filter((each) => reading.isOpen(each, granted) && each.values.get(path) === value);
      const place = { type: 'Query', name: `${root.name}(${input})` };
      const expected = { place, below: [row], rows, first };
      judgePage(judgingOf(asking, 'FIND', reply), expected, { value: reply.data?.['r'], path: ['r'] });
    }
  }
}
