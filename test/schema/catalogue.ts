/** What PostgreSQL knows of the tables of a store after its migrations. */
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.js';
import type { TestDatabase } from '../support/postgres.js';
import { createDatabase } from '../support/postgres.js';

export interface Column {
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

export interface Index {
  readonly columns: readonly string[];
  readonly isUnique: boolean;
}

export interface Catalogue {
  /** By `table.column`. */
  readonly columns: ReadonlyMap<string, Column>;
  /** By table. */
  readonly indexes: ReadonlyMap<string, readonly Index[]>;
  /** `table.column` → the table that it refers to, foreign keys of one column. */
  readonly references: ReadonlyMap<string, string>;
  readonly views: ReadonlySet<string>;
}

export interface StoreTables {
  readonly made: TestDatabase;
  readonly client: pg.Client;
  readonly catalogue: Catalogue;
  close(): Promise<void>;
}

export async function openTables(folder: string): Promise<StoreTables> {
  const made = await createDatabase();
  await migrate({ url: made.url, storeFolder: join(folder, 'migrations') });
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  const close = async (): Promise<void> => {
    await client.end();
    await made.drop();
  };
  return { made, client, catalogue: await readCatalogue(client), close };
}

async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const columns = await client.query<{ place: string; type: string; isNullable: boolean; hasDefault: boolean }>(`
    SELECT table_name || '.' || column_name AS place, udt_name AS type, is_nullable = 'YES' AS "isNullable",
           column_default IS NOT NULL AS "hasDefault"
      FROM information_schema.columns WHERE table_schema = 'public'`);
  const indexes = await client.query<{ table: string; columns: string[]; isUnique: boolean }>(`
    SELECT c.relname AS table, i.indisunique AS "isUnique",
           array(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place) AS columns
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
     WHERE c.relnamespace = 'public'::regnamespace AND m.amname = 'btree' AND i.indpred IS NULL`);
  const references = await client.query<{ place: string; target: string }>(`
    SELECT c.relname || '.' || a.attname AS place, t.relname AS target
      FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
     WHERE f.contype = 'f'`);
  const views = await client.query<{ name: string }>(
    `SELECT viewname AS name FROM pg_views WHERE schemaname = 'public'`,
  );
  return {
    columns: new Map(columns.rows.map(({ place, ...column }) => [place, column])),
    indexes: new Map(
      [...new Set(indexes.rows.map(({ table }) => table))].map((table) => [
        table,
        indexes.rows.filter((row) => row.table === table),
      ]),
    ),
    references: new Map(references.rows.map(({ place, target }) => [place, target])),
    views: new Set(views.rows.map(({ name }) => name)),
  };
}
