/** Reads rows of one selection: the statement is written once for a selection and a mode, and prepared by its name. */
import { invariant } from '../../kernel/invariant.js';
import type { RowSelection } from '../../policy/rowSelection.js';
import type { Database } from '../database.js';
import type { Session } from '../session.js';
import type { ColumnTypes } from './linkSql.js';
import { SealedRows } from './packet.js';
import type { Organisations, Reading } from './parameters.js';
import { organisationsOf, valuesOf } from './parameters.js';
import type { ReadMode } from './readMode.js';
import type { RowsSql } from './rowsSql.js';
import { packedColumns, rowsSql } from './rowsSql.js';

interface NamedSql extends RowsSql {
  readonly name: string;
}

/** Statements that a connection prepares at most; a further text runs unprepared, so nobody can fill PostgreSQL's memory. */
const namesAtMost = 500;

export interface RowsRequest {
  readonly selection: RowSelection;
  readonly mode: ReadMode;
  readonly reading: Reading;
  /** Values of the mode's own parameters, by name. */
  readonly given: Readonly<Record<string, unknown>>;
}

export class RowReader {
  readonly #types: ColumnTypes;
  readonly #written = new WeakMap<RowSelection, Map<string, NamedSql>>();
  readonly #names = new Map<string, string>();

  constructor(types: ColumnTypes) {
    this.#types = types;
  }

  async read(source: Database | Session, { selection, mode, reading, given }: RowsRequest): Promise<SealedRows> {
    const sql = this.statementOf(selection, mode, organisationsOf(reading));
    const [row] = await source.read({
      name: sql.name,
      text: sql.text,
      values: valuesOf(sql.parameters, reading, given),
    });
    const packet = row === undefined ? null : row['packet'];
    invariant(packet === null || typeof packet === 'string', 'a page is one packed value');
    return SealedRows.parse(packet, packedColumns(selection));
  }

  /** The statement that {@link read} runs: also what the check of query plans explains at start. */
  statementOf(selection: RowSelection, mode: ReadMode, organisations: Organisations): NamedSql {
    const modes = this.#written.get(selection) ?? new Map<string, NamedSql>();
    this.#written.set(selection, modes);
    const key = `${organisations} ${modeKey(mode)}`;
    const known = modes.get(key);
    if (known !== undefined) return known;
    const sql = rowsSql(selection, mode, this.#types, organisations);
    const named = Object.freeze({ ...sql, name: this.#nameOf(sql.text) });
    modes.set(key, named);
    return named;
  }

  /** One text, one name: equal statements of different operations share their plan in PostgreSQL. */
  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= namesAtMost) return '';
    const name = `rows_${String(this.#names.size + 1)}`;
    this.#names.set(text, name);
    return name;
  }
}

function modeKey(mode: ReadMode): string {
  switch (mode.kind) {
    case 'key':
    case 'keys':
      return mode.kind;
    case 'lookup':
      return `lookup ${mode.index} ${String(mode.fromLinks)}`;
    case 'children':
      return `children ${mode.parent} ${String(mode.after)}`;
    case 'page':
      return `page ${String(mode.after)} ${String(mode.changed)} ${mode.filters.map((each) => `${each.column}/${String(each.openness)}`).join(' ')}`;
  }
}
