/** What the database itself says of rows that may be: its foreign keys, and its CHECKs as SQL. */
import type { Database } from '../../store/database.js';

export interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export interface Constraints {
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: ReadonlyMap<string, readonly string[]>;
}

const text = `
SELECT CASE WHEN pg_table_is_visible(t.oid) THEN t.relname ELSE n.nspname || '.' || t.relname END AS table,
       CASE WHEN pg_table_is_visible(f.oid) THEN f.relname ELSE m.nspname || '.' || f.relname END AS target,
       c.contype = 'f' AS is_key, pg_get_expr(c.conbin, c.conrelid) AS expression,
       (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(c.conkey) WITH ORDINALITY k(attnum, ord)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) AS columns,
       (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(c.confkey) WITH ORDINALITY k(attnum, ord)
          JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum) AS target_columns
  FROM pg_constraint c
  JOIN pg_class t ON t.oid = c.conrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace
  LEFT JOIN pg_class f ON f.oid = c.confrelid
  LEFT JOIN pg_namespace m ON m.oid = f.relnamespace
 WHERE c.contype IN ('c', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'cloison')
 ORDER BY c.conname`;

export async function readConstraints(database: Database): Promise<Constraints> {
  const rows = await database.read({ name: 'prove_constraints', text, values: [] });
  const checks = new Map<string, readonly string[]>();
  const foreignKeys: ForeignKey[] = [];
  for (const row of rows) {
    const table = String(row['table']);
    if (row['is_key'] === true) {
      const [columns, targetColumns] = [row['columns'], row['target_columns']] as [
        readonly string[],
        readonly string[],
      ];
      foreignKeys.push({ table, columns, target: String(row['target']), targetColumns });
    } else checks.set(table, [...(checks.get(table) ?? []), String(row['expression'])]);
  }
  return { foreignKeys, checks };
}
