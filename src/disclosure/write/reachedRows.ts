/** Which rows the caller reaches: the one way by which a write looks for any row, the same as that of every read. */
import type { RowSelection } from '../../policy/rowSelection.js';
import { fixedColumns } from '../../store/read/rowsSql.js';
import type { Session } from '../../store/session.js';
import type { Disclosure } from '../disclosureContext.js';
import type { HeldRow } from './tickets.js';

/** By key, as hex. */
export type ReachedRows = ReadonlyMap<string, HeldRow>;

/** Rows of `selection` with these keys that the caller reaches now; a key that is undefined names none. */
export async function reachedRows(
  context: Disclosure,
  session: Session,
  selection: RowSelection,
  keys: readonly (string | undefined)[],
): Promise<ReachedRows> {
  const wanted = distinct(keys);
  if (wanted.length === 0) return new Map();
  const rows = await context.rooms.rows.read(session, {
    selection,
    mode: { kind: 'keys' },
    reading: context.reading,
    given: { keys: wanted },
  });
  const found = new Map<string, HeldRow>();
  for (let row = 0; row < rows.count; row++) found.set(rows.uuidText(row, fixedColumns.key) ?? '', { rows, row });
  return found;
}

/** Whose row it is. */
export function personOf({ rows, row }: HeldRow): string | undefined {
  return rows.uuidText(row, fixedColumns.person);
}

export function distinct(keys: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(keys.filter((key) => key !== undefined))];
}
