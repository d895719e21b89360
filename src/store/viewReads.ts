/** Which columns of which tables a view is made of, views below it included: what moves them moves what the view shows. */
import type { Database } from './database.js';
import type { Session } from './session.js';

/** Columns by table, both as the policy writes them. */
export type ViewReads = ReadonlyMap<string, ReadonlySet<string>>;

const readsText = `
SELECT DISTINCT CASE WHEN pg_table_is_visible(v.oid) THEN v.relname ELSE n.nspname || '.' || v.relname END AS view,
       CASE WHEN pg_table_is_visible(b.oid) THEN b.relname ELSE m.nspname || '.' || b.relname END AS base, a.attname AS column
  FROM pg_depend d
  JOIN pg_rewrite r ON r.oid = d.objid
  JOIN pg_class v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
  JOIN pg_namespace n ON n.oid = v.relnamespace
  JOIN pg_class b ON b.oid = d.refobjid AND b.oid <> v.oid
  JOIN pg_namespace m ON m.oid = b.relnamespace
  JOIN pg_attribute a ON a.attrelid = b.oid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'cloison')`;

/** By view. What a function in a view reads is not known to PostgreSQL, and so not here. */
export async function readViewReads(source: Database | Session): Promise<ReadonlyMap<string, ViewReads>> {
  const rows = await source.read({ name: 'catalogue_views', text: readsText, values: [] });
  const direct = new Map<string, Map<string, Set<string>>>();
  for (const row of rows) {
    const [view, base, column] = [row['view'], row['base'], row['column']].map(String) as [string, string, string];
    const reads = direct.get(view) ?? new Map<string, Set<string>>();
    reads.set(base, (reads.get(base) ?? new Set<string>()).add(column));
    direct.set(view, reads);
  }
  return new Map([...direct.keys()].map((view) => [view, allReads(direct, view)]));
}

function allReads(direct: ReadonlyMap<string, ViewReads>, view: string): ViewReads {
  const all = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const waiting = [view];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const [base, columns] of direct.get(next) ?? []) {
      const known = all.get(base) ?? new Set<string>();
      for (const column of columns) known.add(column);
      all.set(base, known);
      waiting.push(base);
    }
  }
  return all;
}
