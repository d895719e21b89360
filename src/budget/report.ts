/** What an operator looks at: how full the windows are, and what bounds in shadow would have refused. */
import type { ClaimName } from '../kernel/caller.js';
import type { Executor } from '../store/statement.js';

export interface ListedWindow {
  readonly role: string;
  readonly claim: ClaimName;
  readonly value: string;
  readonly kind: 'PERSONS' | 'MISSES';
  readonly seconds: number;
  readonly used: number;
  /** Persons whom the links reach, when they were counted. */
  readonly caseload: number | null;
}

/** The fullest five hundred, of one account, unit or organisation or of all. */
export async function listWindows(executor: Executor, value?: string): Promise<readonly ListedWindow[]> {
  const rows = await executor.read({
    name: 'budget_list',
    text: `SELECT s.role, s.claim, s.value::text AS value, w.kind, w.seconds, u.used::int AS used, s.caseload
  FROM cloison.budget_window w JOIN cloison.budget_scope s ON s.id = w.scope_id
 CROSS JOIN LATERAL (SELECT cloison.budget_used(w, greatest(floor(extract(epoch FROM cloison.clock()))::bigint, s.latest)) AS used) u
 WHERE ($1::text IS NULL OR s.value = $1::text) AND u.used > 0
 ORDER BY u.used DESC, s.value, w.seconds LIMIT 500`,
    values: [value ?? null],
  });
  return rows as readonly unknown[] as readonly ListedWindow[];
}

export interface ShadowRefusals {
  readonly role: string;
  readonly kind: 'PERSONS' | 'MISSES';
  readonly claim: ClaimName;
  readonly seconds: number;
  readonly bound: number;
  readonly operations: number;
  readonly accounts: number;
  readonly organisations: number;
  readonly last: string;
}

/** What bounds in shadow would have refused since an instant, as PostgreSQL reads it. */
export async function shadowRefusals(executor: Executor, since: string): Promise<readonly ShadowRefusals[]> {
  const rows = await executor.read({
    name: 'budget_shadow',
    text: `SELECT l.role, x ->> 'kind' AS kind, x ->> 'claim' AS claim, (x ->> 'seconds')::int AS seconds, (x ->> 'bound')::int AS bound,
       count(*)::int AS operations, count(DISTINCT l.account)::int AS accounts, count(DISTINCT l.organisation)::int AS organisations,
       max(l.at) AS last
  FROM cloison.ledger_entry l, jsonb_array_elements(l.detail -> 'shadow') x
 WHERE l.at >= $1::timestamptz AND l.kind IN ('READ', 'WRITE') AND l.detail ? 'shadow'
 GROUP BY 1, 2, 3, 4, 5 ORDER BY operations DESC`,
    values: [since],
  });
  return rows as readonly unknown[] as readonly ShadowRefusals[];
}
