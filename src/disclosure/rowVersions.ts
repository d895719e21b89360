/** Versions of rows, made of when what the caller reads of each has changed. */
import { invariant } from '../kernel/invariant.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type { SealedRows } from '../store/read/packet.js';
import { fixedColumns, versionColumn } from '../store/read/rowsSql.js';
import type { RowState } from '../vault/rowVersions.js';
import type { Disclosure } from './disclosureContext.js';

interface PageRow {
  readonly rows: SealedRows;
  readonly row: number;
}

export function versionOf(context: Disclosure, selection: RowSelection, row: PageRow): string {
  return context.rooms.vault.versions.of(stateOf(context, selection, row));
}

export function hasVersion(context: Disclosure, selection: RowSelection, row: PageRow, version: string): boolean {
  return context.rooms.vault.versions.matches(version, stateOf(context, selection, row));
}

function stateOf({ scope }: Disclosure, selection: RowSelection, { rows, row }: PageRow): RowState {
  const key = rows.uuidText(row, fixedColumns.key);
  invariant(key, 'a row has its key');
  const column = versionColumn(selection);
  const state = column === undefined ? '' : (rows.text(row, column) ?? '');
  return { scope, type: selection.model.name, key, state };
}
