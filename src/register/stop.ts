/**
 * Stops hold from the moment they commit, on every replica, since every request's statement reads them. One takes no lock:
 * it must not wait for whatever else happens to the register.
 */
import { refuse } from '../kernel/refusal.js';
import { parseUuid } from '../kernel/uuid.js';
import type { Uuid } from '../kernel/uuid.js';
import { invariant } from '../kernel/invariant.js';
import { accountOf, isOperator } from './actor.js';
import { notRegistered, requireAuthority, requireWithin } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { isRegisterId } from './registerId.js';
import { requireSubject } from './subjects.js';

export type StopKind = 'ACCOUNT' | 'UNIT' | 'ORGANISATION' | 'APPLICATION' | 'ROLE' | 'FIELD' | 'EVERYTHING';

export interface StopOrder {
  readonly kind: StopKind;
  /** An id, the name of a role, a coordinate `Type.field`; `*` for everything. */
  readonly target: string;
  /** For who reads the register later: 1 to 500 printable characters. */
  readonly reason: string;
  /** Reads are refused, and writes of a machine taken. */
  readonly leavesSubmissionOpen?: boolean;
  /** Set off by a detector, not by a person: two must lift it. */
  readonly isAutomatic?: boolean;
}

/** Gives the id of the stop. What is stopped need not be registered: a data subject's account never is. */
export async function stop({ session, actor, at }: Change, order: StopOrder): Promise<Uuid> {
  const { kind, target, leavesSubmissionOpen = false, isAutomatic = false } = order;
  requireTarget(order);
  const reason = requireReason(order.reason);
  await requireMayStop({ session, actor, at }, order);
  const [row] = await session.read({
    name: 'register_stop',
    text: `INSERT INTO cloison.stop (kind, target, reason, is_automatic, leaves_submission_open, author, stopped_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz) RETURNING id::text`,
    values: [kind, target, reason, isAutomatic, leavesSubmissionOpen, actor, at],
  });
  const id = parseUuid(String(row?.['id']));
  invariant(id !== undefined, 'a stop has an id');
  await recordEvent(session, { actor, at, action: 'STOP', kind, target, detail: id });
  return id;
}

/** The engine stops whatever its detectors name, and only ever automatically; an administrator its own organisation's. */
async function requireMayStop({ session, actor }: Change, order: StopOrder): Promise<void> {
  const { kind, target, isAutomatic = false } = order;
  if (isOperator(actor)) return;
  if (accountOf(actor) === undefined && isAutomatic) return;
  if (isAutomatic || (kind !== 'ACCOUNT' && kind !== 'UNIT'))
    throw refuse('OPERATOR_NEEDED', 'Only an operator may stop that.');
  const authority = await requireAuthority(session, actor);
  const { organisation } = await requireSubject(session, kind, target);
  requireWithin(authority, organisation ?? '');
}

const name = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const coordinate = /^[A-Za-z_][A-Za-z0-9_]{0,126}\.[A-Za-z_][A-Za-z0-9_]{0,126}$/;

function requireTarget({ kind, target }: StopOrder): void {
  if (isTarget(kind, target)) return;
  throw refuse('ARGUMENT_INVALID', 'A stop names an id, a role, a field as Type.field, or * for everything.');
}

function isTarget(kind: StopKind, target: string): boolean {
  switch (kind) {
    case 'EVERYTHING':
      return target === '*';
    case 'ROLE':
      return name.test(target);
    case 'FIELD':
      return coordinate.test(target);
    case 'ACCOUNT':
    case 'UNIT':
    case 'ORGANISATION':
    case 'APPLICATION':
      return isRegisterId(target);
  }
}

function requireReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= 500 && !/\p{Cc}/u.test(reason)) return reason;
  throw refuse('ARGUMENT_INVALID', 'A stop needs a reason of 1 to 500 printable characters.');
}

/** Throws Refused NOT_REGISTERED for what is no id of a stop. */
export function requireStopId(text: string): Uuid {
  const id = parseUuid(text);
  if (id === undefined) throw notRegistered();
  return id;
}
