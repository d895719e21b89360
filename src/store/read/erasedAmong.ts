import type { ObjectModel } from '../../policy/compiled.js';
import type { Executor } from '../statement.js';
import { identifier } from './identifier.js';

/** Whether the key of any of `persons`, who are of one of the types of persons in `models`, is destroyed. */
export async function isAnyErased(
  executor: Executor,
  models: Iterable<ObjectModel>,
  persons: readonly string[],
): Promise<boolean> {
  for (const { kind, table, key } of models) {
    if (kind !== 'subject') continue;
    const rows = await executor.read({
      name: '',
      text: `SELECT FROM ${identifier(table)} WHERE ${identifier(key)} = ANY($1::uuid[]) AND data_key IS NULL LIMIT 1`,
      values: [persons],
    });
    if (rows.length > 0) return true;
  }
  return false;
}
