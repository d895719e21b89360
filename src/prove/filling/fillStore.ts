/** Fills an empty store, whatever its schema: rows of every table, links in every state, values that nobody has. */
import { Failure } from '../../kernel/failure.js';
import type { OpenStore } from '../../main.js';
import type { When } from '../reading/days.js';
import type { FilledRow, Wish } from './candidates.js';
import { rowsFor } from './candidates.js';
import { FillingDice } from './fillingDice.js';
import { LinkDays } from './linkDays.js';
import { insertRows } from './insertRows.js';
import type { FilledTable } from './tables.js';
import { filledTables } from './tables.js';

/** What a store was filled with, table by table, each behind those that it refers to. */
export interface Filling {
  readonly tables: readonly FilledTable[];
  readonly rows: ReadonlyMap<string, readonly FilledRow[]>;
}

/** How many rows are drawn beside those that stand for a state of a link. */
const sizes = { subject: 36, record: 48, link: 24, entity: 16, root: 6 } as const;
/** Holders whose links are in every state. */
const directedHolders = 2;

/** @throws Failure CONFIG_INVALID for a table that cannot be filled. */
export async function fillStore({ rooms, catalogue }: OpenStore, seed: number, when: When): Promise<Filling> {
  const { database, policy, vault } = rooms;
  const dice = new FillingDice(seed);
  const days = new LinkDays(policy, when);
  const tables = await filledTables(database, policy, catalogue);
  const rows = new Map<string, readonly FilledRow[]>();
  const rowsOf = (table: string): readonly FilledRow[] => rows.get(table) ?? [];
  for (const table of tables) {
    const wishes = [...directedWishes(table, days, rowsOf), ...Array.from({ length: sizeOf(table) }, () => ({}))];
    const drawn = await rowsFor(database, wishes, { table, dice, grid: days.grid(), rowsOf });
    if (drawn.length === 0)
      throw new Failure(
        'CONFIG_INVALID',
        `prove cannot fill the table ${table.name}: no row that it drew satisfies its constraints`,
      );
    rows.set(table.name, drawn);
    await insertRows({ database, vault }, table, drawn);
  }
  return { tables, rows };
}

function sizeOf({ model, references, reaches }: FilledTable): number {
  if (model === undefined) return reaches.length > 0 ? sizes.link : sizes.root;
  if (model.kind !== 'entity') return sizes[model.kind];
  return references.length === 0 ? sizes.root : sizes.entity;
}

/** Links through this table in every state, each of another person, for the holders whom most else is linked to. */
function directedWishes(
  table: FilledTable,
  days: LinkDays,
  rowsOf: (table: string) => readonly FilledRow[],
): readonly Wish[] {
  const wishes = new Map<string, Wish>();
  for (const reach of table.reaches) {
    for (let holder = 0; holder < directedHolders; holder++) {
      days.ofReach(reach).forEach((dates, index) => {
        const wish = {
          ...dates,
          ...holderWish(table, reach.column, holder, rowsOf),
          ...personWish(table, reach.subject, index, rowsOf),
        };
        wishes.set(JSON.stringify(wish), wish);
      });
    }
  }
  return [...wishes.values()];
}

function holderWish(
  table: FilledTable,
  column: string,
  holder: number,
  rowsOf: (table: string) => readonly FilledRow[],
): Wish {
  if (column === table.key) return {};
  const referred = referredBy(table, column);
  if (referred === undefined) return isText(table, column) ? { [column]: `holder-${holder + 1}` } : {};
  const row = rowsOf(referred.target)[holder];
  return row === undefined ? {} : { [column]: row.clear[referred.column] ?? null };
}

function personWish(
  table: FilledTable,
  column: string,
  index: number,
  rowsOf: (table: string) => readonly FilledRow[],
): Wish {
  const referred = referredBy(table, column);
  const rows = referred === undefined ? [] : rowsOf(referred.target);
  const row = rows[index % Math.max(1, rows.length)];
  return referred === undefined || row === undefined ? {} : { [column]: row.clear[referred.column] ?? null };
}

function referredBy(
  { references }: FilledTable,
  column: string,
): { readonly target: string; readonly column: string } | undefined {
  const narrow = references.toReversed().find(({ columns }) => columns.includes(column));
  const at = narrow?.columns.indexOf(column) ?? -1;
  const target = narrow?.targetColumns[at];
  return narrow === undefined || target === undefined ? undefined : { target: narrow.target, column: target };
}

function isText({ columns }: FilledTable, column: string): boolean {
  return columns.find(({ name }) => name === column)?.type === 'text';
}
