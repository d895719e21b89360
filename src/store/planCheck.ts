/**
 * Asks PostgreSQL how it would run a lookup once the plan no longer depends on the values: with sequential scans made
 * dear, one that is left means that no index fits, and that a lookup would read every person.
 */
import { z } from 'zod';
import type { Database } from './database.js';
import type { Session } from './session.js';
import type { StoreProblem } from './storeProblem.js';

export interface Lookup {
  readonly name: string;
  readonly text: string;
  /** SQL types of $1, $2, …; those not given are inferred from the text. */
  readonly parameterTypes: readonly string[];
  readonly parameterCount: number;
  /** The table that must not be scanned: the person's. */
  readonly table: string;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Cond': z.string().optional(),
    Plans: z.array(planNode).optional(),
  }),
);

const explained = z.array(z.object({ Plan: planNode }));

/** One problem for each lookup that would scan its table. */
export async function checkPlans(database: Database, lookups: readonly Lookup[]): Promise<readonly StoreProblem[]> {
  if (lookups.length === 0) return [];
  return database.transaction(async (tx) => {
    await tx.run("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = 'force_generic_plan'");
    const problems: StoreProblem[] = [];
    for (const lookup of lookups) {
      if (scans(await planOf(tx, lookup), lookup.table)) problems.push(problemOf(lookup));
    }
    return problems;
  });
}

/** A generic plan is planned without values, so NULLs do for the execution that is only explained. */
async function planOf(tx: Session, lookup: Lookup): Promise<PlanNode> {
  const types = lookup.parameterTypes.length === 0 ? '' : ` (${lookup.parameterTypes.join(', ')})`;
  const nulls =
    lookup.parameterCount === 0 ? '' : ` (${Array.from({ length: lookup.parameterCount }, () => 'NULL').join(', ')})`;
  await tx.run(`PREPARE cloison_plan_check${types} AS ${lookup.text}`);
  const [row] = await tx.read({
    name: '',
    text: `EXPLAIN (FORMAT JSON) EXECUTE cloison_plan_check${nulls}`,
    values: [],
  });
  await tx.run('DEALLOCATE cloison_plan_check');
  const [plan] = explained.parse(row?.['QUERY PLAN']);
  return plan?.Plan ?? { 'Node Type': 'none' };
}

/** An index that is walked from end to end, without a condition, is a scan too. */
function scans(node: PlanNode, table: string): boolean {
  const type = node['Node Type'];
  const isWalk = (type === 'Index Scan' || type === 'Index Only Scan') && node['Index Cond'] === undefined;
  if (node['Relation Name'] === table && (type === 'Seq Scan' || isWalk)) return true;
  return (node.Plans ?? []).some((inner) => scans(inner, table));
}

function problemOf({ name, table }: Lookup): StoreProblem {
  return Object.freeze({
    code: 'LOOKUP_SCANS',
    table,
    column: undefined,
    message: `${name} would scan the table`,
    remedy: `CREATE INDEX on the column of ${table} by which ${name} finds its rows`,
  });
}
