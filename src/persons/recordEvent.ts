/** What was done with persons' data beside reading and writing it, as the ledger keeps it. */
import { appendStatement } from '../ledger/appendStatement.js';
import type { EntryHead } from '../ledger/entry.js';
import type { Executor } from './personEntries.js';

export interface PersonEvent {
  /** Who did it: the head of a caller's entry, or `{ actor }`. */
  readonly by: Omit<EntryHead, 'kind' | 'detail'>;
  /** What was done. */
  readonly event: string;
  readonly persons: readonly string[];
  /** Coordinates; empty: none was opened. */
  readonly shape: readonly string[];
  /** Ids and names: never a value. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Committed when it resolves, or with the transaction that `executor` is. */
export async function recordEvent(executor: Executor, recorded: PersonEvent): Promise<void> {
  const { by, event, persons, shape, detail } = recorded;
  const head: EntryHead = { ...by, kind: 'EVENT', detail: { event, ...detail } };
  await executor.read(
    appendStatement([{ head, persons, shapes: shape.length === 0 ? [] : [shape], shapeOf: undefined }]),
  );
}
