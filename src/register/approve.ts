/** The second person: nobody approves what they created, and nobody themselves. */
import { refuse } from '../kernel/refusal.js';
import { accountOf } from './actor.js';
import type { Actor } from './actor.js';
import { requireAuthority, requireOperator, requireWithin } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import type { Subject, SubjectKind } from './subjects.js';
import { requireSubject, subjectTables } from './subjects.js';

/**
 * By an operator, or for accounts and units by an administrator of the same organisation. An administrator is approved by
 * an operator alone: a hijacked one would else make, with one credulous approval, the second person of all that follow.
 */
export async function approve(change: Change, kind: SubjectKind, id: string): Promise<void> {
  const { session, actor, at } = change;
  if (kind === 'ORGANISATION' || kind === 'APPLICATION') requireOperator(actor);
  const subject = await requireSubject(session, kind, id);
  requireSecondPerson(actor, subject);
  requireWithin(await requireAuthority(session, actor), subject.organisation ?? '');
  if (subject.isAdministrator) requireOperator(actor);
  if (subject.isApproved || subject.isClosed)
    throw refuse('REGISTER_CONFLICT', `${id} is ${subject.isClosed ? 'closed' : 'approved already'}.`);
  const state = kind === 'ORGANISATION' ? ", state = 'ACTIVE'" : '';
  await session.write({
    name: `register_approve_${kind.toLowerCase()}`,
    text: `UPDATE ${subjectTables[kind]} SET approved_by = $2, approved_at = $3::timestamptz${state} WHERE id = $1`,
    values: [id, actor, at],
  });
  await recordEvent(session, { actor, at, action: 'APPROVE', kind, target: id });
}

function requireSecondPerson(actor: Actor, { kind, id, createdBy }: Subject): void {
  if (createdBy !== actor && !(kind === 'ACCOUNT' && accountOf(actor) === id)) return;
  throw refuse('SECOND_PERSON_NEEDED', 'Somebody else than its creator and itself must approve it.');
}
