/**
 * Whose retention is over: to the day, and the last day ends where it ends last among the store's zones. A NULL keeps, and so does an
 * infinite date.
 */
import { invariant } from '../kernel/invariant.js';
import { identifier } from '../store/read/identifier.js';
import { readTimes } from '../store/read/readTimes.js';
import type { Statement } from '../store/statement.js';
import type { ErasurePlan } from './erasurePlan.js';
import type { Lifecycle } from './lifecycle.js';

type Retained = ErasurePlan & { readonly retain: NonNullable<ErasurePlan['retain']> };

export function isRetained(plan: ErasurePlan): plan is Retained {
  return plan.retain !== undefined;
}

/** Who is due, as a condition on the row `t` of a person with its parameters from $1 on. */
export interface Due {
  readonly plan: Retained;
  readonly where: string;
  readonly values: readonly unknown[];
}

/** By the earlier of our clock and the database's: none of the two erases anybody early by itself. */
export async function dueNow({ database, clock, zones }: Lifecycle, plan: Retained): Promise<Due> {
  const [row] = await database.read({ name: '', text: 'SELECT cloison.clock() AS at', values: [] });
  const theirs = Date.parse(String(row?.['at']));
  invariant(!Number.isNaN(theirs), 'the database has a clock');
  const firstKept = readTimes(Math.min(clock.now(), theirs), zones).earliestLiving([plan.retain.keep]);
  const from = `t.${identifier(plan.retain.from)}`;
  const day = plan.retain.isDate ? from : `(SELECT max((${from} AT TIME ZONE z)::date) FROM unnest($2::text[]) z)`;
  return {
    plan,
    where: `t.data_key IS NOT NULL AND isfinite(${from}) AND ${day} < $1::date`,
    values: plan.retain.isDate ? [firstKept] : [firstKept, zones],
  };
}

/** How many there are. */
export function countStatement({ plan, where, values }: Due): Statement {
  return { name: '', text: `SELECT count(*) AS persons FROM ${identifier(plan.table)} t WHERE ${where}`, values };
}

/** The next of them behind the key `after`, in the order of their keys. */
export function nextStatement({ plan, where, values }: Due, after: string, limit: number): Statement {
  const key = `t.${identifier(plan.key)}`;
  return {
    name: '',
    text: `SELECT ${key}::text AS person FROM ${identifier(plan.table)} t
 WHERE ${where} AND ${key} > $${values.length + 1}::uuid ORDER BY ${key} LIMIT $${values.length + 2}::int`,
    values: [...values, after, limit],
  };
}

/** Those of `persons` who still are, after they were locked: a write before us may have kept one. */
export function stillStatement({ plan, where, values }: Due, persons: readonly string[]): Statement {
  const key = `t.${identifier(plan.key)}`;
  return {
    name: '',
    text: `SELECT ${key}::text AS person FROM ${identifier(plan.table)} t
 WHERE ${where} AND ${key} = ANY($${values.length + 1}::uuid[]) ORDER BY ${key}`,
    values: [...values, persons],
  };
}
