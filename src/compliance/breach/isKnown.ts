import type { Database } from '../../store/database.js';
import { carriesMark } from './question.js';
import type { BreachQuestion } from './question.js';

/** Whether any entry of the ledger, whenever it was written, carries the mark, or the register knows its value. */
export async function isKnown(database: Database, { mark, value }: BreachQuestion): Promise<boolean> {
  const entry = `SELECT FROM cloison.ledger_entry l WHERE ${carriesMark(mark)} LIMIT 1`;
  if ((await database.read({ name: '', text: entry, values: [value] })).length === 1) return true;
  if (mark !== 'account' && mark !== 'organisation') return false;
  const registered = `SELECT FROM cloison.${mark} WHERE id = $1::text`;
  return (await database.read({ name: '', text: registered, values: [value] })).length === 1;
}
