/** What lifecycle tells the ledger, in the transaction of what it did: not recorded, not done. */
import { invariant } from '../kernel/invariant.js';
import { appendStatement } from '../ledger/appendStatement.js';
import type { Session } from '../store/session.js';

export interface LifecycleEvent {
  readonly event: 'ERASED' | 'ERASURE_PROPOSED' | 'HOLD_PLACED' | 'HOLD_LIFT_PROPOSED' | 'HOLD_LIFTED';
  readonly actor: string;
  readonly person: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Gives the ids of the entries, in the order of `events`. */
export async function recordEvents(session: Session, events: readonly LifecycleEvent[]): Promise<readonly number[]> {
  const entries = events.map(({ event, actor, person, detail }) => ({
    head: { kind: 'EVENT', actor, detail: { event, ...detail } } as const,
    persons: [person],
    shapes: [],
    shapeOf: undefined,
  }));
  const rows = await session.read(appendStatement(entries));
  invariant(rows.length === events.length, 'an entry an event');
  return rows.map((row) => Number(row['id']));
}
