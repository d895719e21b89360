import type { Statement } from '../store/statement.js';
import { uuidArray } from './uuidArray.js';
import type { Disclosed, EntryHead } from './entry.js';

/** A refusal, or what the engine or an operator did. */
export interface AppendedEntry extends Disclosed {
  readonly head: EntryHead;
}

/** Gives the ids of the entries, in their order. */
export function appendStatement(entries: readonly AppendedEntry[]): Statement {
  const rows = entries.map(({ head, persons, shapes, shapeOf }) => ({
    ...head,
    persons: uuidArray(persons),
    shapes,
    shapeOf: shapeOf === undefined ? undefined : `{${shapeOf.join()}}`,
  }));
  return {
    name: 'ledger_append',
    text: 'SELECT id FROM cloison.append_entries($1::jsonb) AS id',
    values: [JSON.stringify(rows)],
  };
}
