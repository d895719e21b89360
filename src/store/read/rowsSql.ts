/**
 * The one shape of every read: rows of a type that the caller's links reach, each column behind its class of openness,
 * packed into one value a page. A closed column is not selected (law 3); a closed row is not there (law 4).
 */
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel } from '../../policy/compiled.js';
import type { RowSelection, SelectedColumn } from '../../policy/rowSelection.js';
import { identifier } from './identifier.js';
import { LinkSource } from './linkSource.js';
import type { ColumnTypes } from './linkSql.js';
import { TermBits } from './linkSql.js';
import type { ReadMode } from './readMode.js';
import { namesOneRow } from './readMode.js';
import type { Organisations, Parameter } from './parameters.js';
import { Parameters } from './parameters.js';

export interface RowsSql {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** Columns that stand before the selection's own in each packed row. */
export const fixedColumns = { key: 0, person: 1, dataKey: 2, openness: 3, parent: 4 } as const;
export const fixedColumnCount = 5;

/** Place of the text that a row's version is made of, behind the columns; undefined where none is asked for. */
export function versionColumn({ columns, versioned }: RowSelection): number | undefined {
  return versioned.length === 0 ? undefined : fixedColumnCount + columns.length;
}

/** Values in a packed row. */
export function packedColumns(selection: RowSelection): number {
  return fixedColumnCount + selection.columns.length + (versionColumn(selection) === undefined ? 0 : 1);
}

/** `organisations`: for how many the caller stands. */
export function rowsSql(
  selection: RowSelection,
  mode: ReadMode,
  types: ColumnTypes,
  organisations: Organisations = 'ONE',
): RowsSql {
  const writer = new RowsWriter(selection, mode, types, new Parameters(organisations));
  return Object.freeze({ text: writer.text(), parameters: writer.parameters.list() });
}

class RowsWriter {
  readonly parameters: Parameters;
  readonly #selection: RowSelection;
  readonly #mode: ReadMode;
  readonly #types: ColumnTypes;
  readonly #links: LinkSource;
  readonly #masks: readonly number[];
  readonly #model: ObjectModel;

  constructor(selection: RowSelection, mode: ReadMode, types: ColumnTypes, parameters: Parameters) {
    this.parameters = parameters;
    this.#selection = selection;
    this.#mode = mode;
    this.#types = types;
    this.#model = selection.model;
    const bits = new TermBits();
    this.#masks = selection.classes.map(({ gate }) => bits.maskOf(gate));
    this.#links = new LinkSource({ selection, mode, bits, parameters, types });
  }

  text(): string {
    const from = [this.#source(), ...this.#joins()].join('\n    ');
    const order = this.#mode.kind === 'children' ? 'x.parent, x.k' : 'x.k';
    const rank =
      this.#mode.kind === 'children'
        ? `, row_number() OVER (PARTITION BY ${this.#parent()} ORDER BY ${this.#key()}) AS n`
        : '';
    const parent = this.#mode.kind === 'children' ? `, ${this.#parent()} AS parent` : '';
    const inner = [
      `SELECT ${this.#key()} AS k${parent}${rank}, record_send(ROW(${this.#packed().join(', ')})) AS p`,
      `FROM ${from}`,
      `WHERE ${this.#conditions().join('\n  AND ')}`,
      this.#limit(),
    ].filter((line) => line !== '');
    const source = inner.join('\n');
    // One row needs neither an order nor an aggregate.
    if (this.#mode.kind === 'key') return `SELECT encode(x.p, 'base64') AS packet FROM (\n${source}\n) x`;
    const within = this.#mode.kind === 'children' ? ` WHERE x.n <= ${this.parameters.given('limit', 'int')}` : '';
    return `SELECT encode(string_agg(x.p, ''::bytea ORDER BY ${order}), 'base64') AS packet FROM (\n${source}\n) x${within}`;
  }

  #limit(): string {
    if (this.#mode.kind === 'page') return `ORDER BY ${this.#key()} LIMIT ${this.parameters.given('limit', 'int')}`;
    if (this.#mode.kind === 'lookup') return `LIMIT ${this.parameters.given('limit', 'int')}`;
    return '';
  }

  #key(): string {
    return `t.${identifier(this.#model.key)}`;
  }

  #person(): string {
    const subject = this.#model.subject;
    return subject === undefined ? 'NULL::uuid' : `t.${identifier(subject.column)}`;
  }

  #parent(): string {
    invariant(this.#mode.kind === 'children', 'only children have a parent');
    return `t.${identifier(this.#mode.parent)}`;
  }

  #isLinked(): boolean {
    return this.#model.kind !== 'entity';
  }

  /** A page walks the caller's links, in key order; what has keys already starts from the rows and looks the links up. */
  #source(): string {
    const table = `${identifier(this.#model.table)} t`;
    if (!this.#isLinked()) return table;
    if (!this.#startsFromLinks())
      return `${this.#isNamed() ? this.#nearest(table) : table} CROSS JOIN LATERAL (${this.#links.ofRow()}) link`;
    return `(${this.#links.ofCaller()}) link JOIN ${table} ON ${this.#key()} = link.k`;
  }

  #isNamed(): boolean {
    return this.#isLinked() && namesOneRow(this.#mode);
  }

  /**
   * The row that is named, or else the next one: its links are looked up all the same, and only then is it asked whether
   * it is the one. What is absent takes the time of what is out of reach (law 7).
   */
  #nearest(table: string): string {
    const [column, value] =
      this.#mode.kind === 'lookup'
        ? [`t.${identifier(this.#mode.index)}`, this.parameters.given('token', 'bytea')]
        : [this.#key(), this.parameters.given('key', 'uuid')];
    return `(SELECT * FROM ${table} WHERE ${column} >= ${value} ORDER BY ${column} LIMIT 1) t`;
  }

  #startsFromLinks(): boolean {
    return this.#mode.kind === 'page' || (this.#mode.kind === 'lookup' && this.#mode.fromLinks);
  }

  #joins(): readonly string[] {
    const holder = this.#selection.keyHolder;
    if (holder === undefined || this.#model.kind === 'subject') return [];
    return [`JOIN ${identifier(holder.table)} s ON s.${identifier(holder.key)} = ${this.#person()}`];
  }

  #dataKey(): string {
    if (!this.#isLinked()) return 'NULL::bytea';
    return this.#model.kind === 'subject' ? 't.data_key' : 's.data_key';
  }

  #conditions(): readonly string[] {
    // A person whose data key is destroyed is not there (law 10).
    if (this.#isNamed()) {
      const isNamed = [...this.#found(), `${this.#dataKey()} IS NOT NULL`].join(' AND ');
      return [`CASE WHEN ${isNamed} THEN ${this.#openSql(0)} ELSE FALSE END`];
    }
    const linked = this.#isLinked() ? [`${this.#dataKey()} IS NOT NULL`, this.#openSql(0)] : [];
    const conditions = [...this.#found(), ...linked];
    return conditions.length === 0 ? ['TRUE'] : conditions;
  }

  #found(): readonly string[] {
    const mode = this.#mode;
    switch (mode.kind) {
      case 'key':
        return [`${this.#key()} = ${this.parameters.given('key', 'uuid')}`];
      case 'keys':
        return [`${this.#key()} = ANY(${this.parameters.given('keys', 'uuid[]')})`];
      case 'lookup':
        return [`t.${identifier(mode.index)} = ${this.parameters.given('token', 'bytea')}`];
      case 'children':
        return [
          `${this.#parent()} = ANY(${this.parameters.given('parents', 'uuid[]')})`,
          ...(mode.after ? [`${this.#key()} > ${this.parameters.given('after', 'uuid')}`] : []),
        ];
      case 'page':
        return [
          ...(mode.after ? [`${this.#key()} > ${this.parameters.given('after', 'uuid')}`] : []),
          ...mode.filters.map((filter, index) => this.#filterSql(filter, index)),
          ...(mode.changed ? [this.#changedSql()] : []),
        ];
    }
  }

  /** A filter speaks only of rows on which the caller may read the field that it compares (law 7). */
  #filterSql(filter: { readonly column: string; readonly openness: number }, index: number): string {
    const type = this.#typeOf(filter.column);
    return `(${this.#openSql(filter.openness)} AND t.${identifier(filter.column)} = ${this.parameters.given(`filter${String(index)}`, type)})`;
  }

  #changedSql(): string {
    const since = this.parameters.given('since', 'timestamptz');
    const byClass = new Map<number, string[]>();
    for (const { column, openness } of this.#selection.watched) {
      const columns = byClass.get(openness) ?? [];
      columns.push(`COALESCE((t.changed ->> '${column}')::timestamptz > ${since}, FALSE)`);
      byClass.set(openness, columns);
    }
    const changes = [...byClass].map(
      ([openness, columns]) => `(${this.#openSql(openness)} AND (${columns.join(' OR ')}))`,
    );
    // A linked row is new to the caller when its link is; when it was made is nobody's business but the store's.
    const isNew = this.#isLinked() ? `link.since > ${since}` : `t.created_at > ${since}`;
    return `(${[isNew, ...changes].join(' OR ')})`;
  }

  /** Whether a class is open on a row: its gate by the links' bits, no restriction on the row. NULL closes. */
  #openSql(openness: number): string {
    const entry = this.#selection.classes[openness];
    const mask = this.#masks[openness];
    invariant(entry !== undefined && mask !== undefined, 'a class of the selection');
    const gate = entry.gate.kind === 'open' ? [] : [`(link.mask & ${String(mask)}) <> 0`];
    const restricted = entry.restrictedBy.map((column) => `t.${identifier(column)} IS FALSE`);
    const conditions = [...gate, ...restricted];
    return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
  }

  /** Class 0 holds on every row that is there, so what is no narrower needs no test. */
  #isImplied(openness: number): boolean {
    const entry = this.#selection.classes[openness];
    const visible = this.#masks[0] ?? 0;
    const mask = this.#masks[openness] ?? 0;
    if (entry === undefined || entry.restrictedBy.length > 0) return false;
    return entry.gate.kind === 'open' || (visible !== 0 && (visible & mask) === visible);
  }

  #packed(): readonly string[] {
    const parent = this.#mode.kind === 'children' ? this.#parent() : 'NULL::uuid';
    const fixed = [this.#key(), this.#person(), this.#dataKey(), this.#opennessSql(), parent];
    return [...fixed, ...this.#selection.columns.map((column) => this.#columnSql(column)), ...this.#versionSql()];
  }

  /** When the columns that are open on the row changed, those that never did left out. */
  #versionSql(): readonly string[] {
    const changes = this.#selection.versioned.map(({ column, openness }) => {
      const change = `'${column}=' || (t.changed ->> '${column}')`;
      return this.#isImplied(openness) ? change : `CASE WHEN ${this.#openSql(openness)} THEN ${change} END`;
    });
    return changes.length === 0 ? [] : [`array_to_string(ARRAY[${changes.join(', ')}], ',')`];
  }

  #opennessSql(): string {
    const bits = this.#selection.classes.map((_, index) => {
      const bit = String(1 << index);
      return this.#isImplied(index) ? bit : `CASE WHEN ${this.#openSql(index)} THEN ${bit} ELSE 0 END`;
    });
    return `(${bits.join(' | ')})::int4`;
  }

  #columnSql({ column, storage, openness }: SelectedColumn): string {
    const value = storage === 'sealed' ? `t.${identifier(column)}` : this.#clearSql(column);
    return this.#isImplied(openness) ? value : `CASE WHEN ${this.#openSql(openness)} THEN ${value} END`;
  }

  /** A clear value travels as text, a key as its 16 bytes. */
  #clearSql(name: string): string {
    const column = `t.${identifier(name)}`;
    const type = this.#typeOf(name);
    if (type === 'uuid') return column;
    if (type === 'timestamptz') return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    return `${column}::text`;
  }

  #typeOf(column: string): string {
    const type = this.#types(this.#model.table, column);
    invariant(type !== undefined, `no column ${this.#model.table}.${column}`);
    return type;
  }
}
