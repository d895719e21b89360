/** Which related rows hold the value that a write says they hold. */
import type { RelatedCondition } from '../../policy/rowWriting.js';
import { identifier } from '../read/identifier.js';
import type { ColumnTypes } from '../read/linkSql.js';
import { invariant } from '../../kernel/invariant.js';

/** $1 the keys of the rows to start from, $2 the values; gives `n`, the places (from 1) of the pairs that agree. */
export function agreeSql(condition: RelatedCondition, types: ColumnTypes): string {
  const { start, joins, column } = condition;
  const steps = joins.map(
    ({ column: by, target }, index) =>
      `JOIN ${identifier(target.table)} r${String(index + 1)} ON r${String(index + 1)}.${identifier(target.key)} = r${String(index)}.${identifier(by)}`,
  );
  const last = joins[joins.length - 1]?.target ?? start;
  const type = types(last.table, column);
  invariant(type !== undefined, `no column ${last.table}.${column}`);
  return [
    'SELECT g.n::int4 AS n',
    `FROM unnest($1::uuid[], $2::${type}[]) WITH ORDINALITY AS g(k, v, n)`,
    `JOIN ${identifier(start.table)} r0 ON r0.${identifier(start.key)} = g.k`,
    ...steps,
    `WHERE r${String(joins.length)}.${identifier(column)} = g.v`,
  ].join('\n');
}
