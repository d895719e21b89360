import { invariant } from '../../kernel/invariant.js';
import { identifier } from '../read/identifier.js';
import type { Session } from '../session.js';

export interface LookedUpColumn {
  readonly table: string;
  readonly column: string;
  /** `pg_type.typname`. */
  readonly type: string;
}

/**
 * Positions in `values` (in PostgreSQL's text form) of those that some row of the table holds. Unprepared, so that it is
 * planned for the table as it is by now: an import starts on an empty one.
 */
export async function existingValues(
  session: Session,
  place: LookedUpColumn,
  values: readonly string[],
): Promise<ReadonlySet<number>> {
  if (values.length === 0) return new Set();
  const rows = await session.read({
    name: '',
    text: `SELECT v.n - 1 AS n FROM unnest($1::${identifier(place.type)}[]) WITH ORDINALITY v(value, n)
            WHERE EXISTS (SELECT FROM ${identifier(place.table)} t WHERE t.${identifier(place.column)} = v.value)`,
    values: [values],
  });
  return new Set(
    rows.map((row) => {
      const position = row['n'];
      invariant(typeof position === 'number', 'a position');
      return position;
    }),
  );
}
