import type { ObjectModel } from '../../policy/compiled.js';
import type { Session } from '../session.js';
import { identifier } from './identifier.js';

/**
 * Key of the one person whom a whole index names, whoever asks; undefined: nobody, or one who was erased. The next row is fetched
 * where there is none, so that what is absent takes the time of what is there (law 7).
 */
export async function personByToken(
  executor: Pick<Session, 'read'>,
  { table, key }: Pick<ObjectModel, 'table' | 'key'>,
  index: string,
  token: Buffer,
): Promise<string | undefined> {
  const column = identifier(index);
  const [row] = await executor.read({
    name: '',
    text: `SELECT CASE WHEN t.${column} = $1::bytea AND t.data_key IS NOT NULL THEN t.${identifier(key)}::text END AS person
  FROM (SELECT * FROM ${identifier(table)} WHERE ${column} >= $1::bytea ORDER BY ${column} LIMIT 1) t`,
    values: [token],
  });
  const person = row?.['person'];
  return typeof person === 'string' ? person : undefined;
}
