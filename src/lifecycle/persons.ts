import { identifier } from '../store/read/identifier.js';
import type { Session } from '../store/session.js';
import type { ErasurePlan } from './erasurePlan.js';

/**
 * Those of `persons` who are there and not erased, locked until the transaction ends: a write of one of them has committed before,
 * and one that comes later finds nobody.
 */
export async function lockPersons(
  session: Session,
  { table, key }: Pick<ErasurePlan, 'table' | 'key'>,
  persons: readonly string[],
): Promise<readonly string[]> {
  const id = identifier(key);
  const rows = await session.read({
    name: '',
    text: `SELECT ${id}::text AS person FROM ${identifier(table)}
 WHERE ${id} = ANY($1::uuid[]) AND data_key IS NOT NULL ORDER BY ${id} FOR UPDATE`,
    values: [persons],
  });
  return rows.map((row) => String(row['person']));
}
