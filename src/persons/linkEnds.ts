/** When the links of organisations to a person end, by the store's own rows: each organisation's by its own alone. */
import { invariant } from '../kernel/invariant.js';
import type { CompiledPolicy, Reach, WriteModel } from '../policy/compiled.js';
import { isRecipient } from '../policy/isRecipient.js';
import { identifier } from '../store/read/identifier.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Executor } from './personEntries.js';

export interface LinkEnd {
  readonly organisation: string;
  /** ISO 8601 in UTC: the first instant at which none of its links lives. */
  readonly until: string;
}

export interface EndingReach {
  readonly reach: Reach;
  /** GraphQL type of the person. */
  readonly person: string;
}

/** Reaches of partners' organisations that can end and that the writes may have changed, each table and column once. */
export function reachesTouched(policy: CompiledPolicy, writes: readonly WriteModel[]): readonly EndingReach[] {
  const tables = new Set(writes.flatMap(({ steps }) => steps.map(({ type }) => policy.types.get(type)?.table)));
  const stored = new Set([...policy.types.values()].map(({ table }) => table));
  const touched = new Map<string, EndingReach>();
  for (const { party, reaches } of policy.roles.values()) {
    if (!isRecipient(party)) continue;
    for (const reach of [...reaches.values()].flat()) {
      const person = policy.types.get(reach.type)?.subject?.type;
      const ends = endsOf(reach);
      // Nobody knows what a view reads.
      const isTouched = tables.has(reach.through) || !stored.has(reach.through);
      if (reach.claim !== 'ORGANISATION' || person === undefined || ends.length === 0 || !isTouched) continue;
      touched.set([reach.through, reach.subject, reach.column, ...ends].join(' '), { reach, person });
    }
  }
  return [...touched.values()];
}

function endsOf({ ends, closes }: Reach): readonly string[] {
  return ends === undefined ? closes : [ends, ...closes];
}

/** Organisations all of whose links to the person have an end. */
export async function linkEnds(
  executor: Executor,
  types: ColumnTypes,
  reach: Reach,
  person: string,
): Promise<readonly LinkEnd[]> {
  const ends = endsOf(reach).map((column) => endSql(types, reach, column));
  const rows = await executor.read({
    name: '',
    text: `SELECT l.${identifier(reach.column)}::text AS organisation, max(least(${ends.join(', ')})) AS until
  FROM ${identifier(reach.through)} l
 WHERE l.${identifier(reach.subject)} = $1::uuid AND l.${identifier(reach.column)} IS NOT NULL
 GROUP BY 1 HAVING bool_and(least(${ends.join(', ')}) IS NOT NULL)`,
    values: [person],
  });
  return rows as readonly unknown[] as readonly LinkEnd[];
}

/** A link lives on the last day that it names; it is closed as soon as the day of `closes` begins. */
function endSql(types: ColumnTypes, { through, ends }: Reach, column: string): string {
  const type = types(through, column);
  invariant(type === 'date' || type === 'timestamptz', `${through}.${column} is neither a date nor a timestamptz`);
  const name = `l.${identifier(column)}`;
  if (type === 'timestamptz') return name;
  return column === ends ? `(${name} + 1)::timestamptz` : `${name}::timestamptz`;
}
