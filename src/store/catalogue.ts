/** What the database really holds, read once at start: tables and views, their columns and their indexes. */
import type { Database } from './database.js';
import type { Session } from './session.js';

export interface Catalogue {
  /** By name as the policy writes it: `tenant`, or `lettings.tenant` for a table outside the search path. Of the engine's, `cloison.exceptional_link`. */
  readonly relations: ReadonlyMap<string, RelationCatalogue>;
}

export interface RelationCatalogue {
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly columns: ReadonlyMap<string, ColumnCatalogue>;
  readonly indexes: readonly IndexCatalogue[];
  /** Whether a trigger may fill in a column of a new row. */
  readonly hasInsertTrigger: boolean;
}

export interface ColumnCatalogue {
  readonly name: string;
  /** `pg_type.typname`, of the base type for a domain: `uuid`, `bytea`, `text`, `int4`, `timestamptz`. */
  readonly type: string;
  readonly isEnum: boolean;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
}

/** A valid B-tree index on plain columns; an index with an expression is not listed. */
export interface IndexCatalogue {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  /** Whether it leaves rows out. */
  readonly partial: boolean;
}

/** The type of a column, as `pg_type.typname` names it; undefined where there is no such column. */
export function columnType(catalogue: Catalogue, table: string, column: string): string | undefined {
  return catalogue.relations.get(table)?.columns.get(column)?.type;
}

/** The store's own, and the one table of the engine through which a policy reaches. */
const described = `(n.nspname NOT IN ('pg_catalog', 'information_schema', 'cloison') OR (n.nspname = 'cloison' AND c.relname = 'exceptional_link'))
   AND n.nspname NOT LIKE 'pg\\_%'`;

const columnsText = `
SELECT n.nspname AS schema, c.relname AS relation, pg_table_is_visible(c.oid) AS visible, c.relkind IN ('v', 'm') AS is_view,
       EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgtype & 7 = 7) AS has_trigger,
       a.attname AS column, base.typname AS type, base.typtype = 'e' AS is_enum,
       a.attnotnull AS not_null, a.atthasdef OR a.attidentity <> '' AS has_default
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_type base ON base.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${described}
 ORDER BY n.nspname, c.relname, a.attnum`;

const indexesText = `
SELECT n.nspname AS schema, c.relname AS relation, i.relname AS index, x.indisunique AS is_unique, x.indpred IS NOT NULL AS partial,
       (SELECT array_agg(a.attname::text ORDER BY k.ord)
          FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, ord)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
         WHERE k.ord <= x.indnkeyatts) AS columns
  FROM pg_index x
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE x.indisvalid AND x.indexprs IS NULL AND ${described}
 ORDER BY i.relname`;

/** Reads the catalogue of the database that `source` is connected to. */
export async function readCatalogue(source: Database | Session): Promise<Catalogue> {
  const columns = await source.read({ name: 'catalogue_columns', text: columnsText, values: [] });
  const indexes = await source.read({ name: 'catalogue_indexes', text: indexesText, values: [] });
  const relations = new Map<string, RelationCatalogue>();
  for (const [qualified, rows] of groupByRelation(columns)) {
    const relation = relationOf(
      rows,
      indexes.filter((row) => qualifiedName(row) === qualified),
    );
    relations.set(qualified, relation);
    if (rows[0]?.['visible'] === true) relations.set(relation.name, relation);
  }
  return Object.freeze({ relations });
}

type CatalogueRow = Readonly<Record<string, unknown>>;

function groupByRelation(rows: readonly CatalogueRow[]): ReadonlyMap<string, readonly CatalogueRow[]> {
  const groups = new Map<string, CatalogueRow[]>();
  for (const row of rows) {
    const group = groups.get(qualifiedName(row));
    if (group === undefined) groups.set(qualifiedName(row), [row]);
    else group.push(row);
  }
  return groups;
}

function qualifiedName(row: CatalogueRow): string {
  return `${String(row['schema'])}.${String(row['relation'])}`;
}

function relationOf(rows: readonly CatalogueRow[], indexes: readonly CatalogueRow[]): RelationCatalogue {
  const [first = {}] = rows;
  return Object.freeze({
    name: String(first['relation']),
    kind: first['is_view'] === true ? 'view' : 'table',
    columns: new Map(rows.map((row) => [String(row['column']), columnOf(row)])),
    indexes: Object.freeze(indexes.map(indexOf)),
    hasInsertTrigger: first['has_trigger'] === true,
  });
}

function columnOf(row: CatalogueRow): ColumnCatalogue {
  return Object.freeze({
    name: String(row['column']),
    type: String(row['type']),
    isEnum: row['is_enum'] === true,
    notNull: row['not_null'] === true,
    hasDefault: row['has_default'] === true,
  });
}

function indexOf(row: CatalogueRow): IndexCatalogue {
  return Object.freeze({
    name: String(row['index']),
    columns: Object.freeze((row['columns'] as readonly string[] | null) ?? []),
    unique: row['is_unique'] === true,
    partial: row['partial'] === true,
  });
}
