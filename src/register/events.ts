import type { Session } from '../store/session.js';
import type { Actor } from './actor.js';

/** What was done, to what. */
export interface RegisterEvent {
  readonly actor: Actor;
  /** As PostgreSQL reads it. */
  readonly at: string;
  readonly action: string;
  readonly kind: string;
  readonly target: string;
  readonly detail?: string;
}

/** Appends to the history, in the transaction of the change. */
export async function recordEvent(session: Session, event: RegisterEvent): Promise<void> {
  await session.write({
    name: 'register_event',
    text: `INSERT INTO cloison.register_event (at, actor, action, kind, target, detail)
VALUES ($1::timestamptz, $2, $3, $4, $5, $6)`,
    values: [event.at, event.actor, event.action, event.kind, event.target, event.detail ?? null],
  });
}
