import { refuse } from '../kernel/refusal.js';
import { accountOf } from './actor.js';
import { requireAuthority, requireOperator, requireWithin } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import type { SubjectKind } from './subjects.js';
import { requireSubject, subjectTables } from './subjects.js';

/**
 * For good, unlike a stop. An administrator closes accounts and units of its organisation, an operator anything. No
 * administrator closes another: a hijacked one would shut the honest ones out; it can be stopped.
 */
export async function close(change: Change, kind: SubjectKind, id: string): Promise<void> {
  const { session, actor, at } = change;
  if (kind === 'ORGANISATION' || kind === 'APPLICATION') requireOperator(actor);
  const authority = await requireAuthority(session, actor);
  const subject = await requireSubject(session, kind, id);
  requireWithin(authority, subject.organisation ?? '');
  if (subject.isAdministrator && accountOf(actor) !== id) requireOperator(actor);
  if (subject.isClosed || subject.absorbedBy !== undefined)
    throw refuse(
      'REGISTER_CONFLICT',
      `${id} is ${subject.isClosed ? 'closed already' : 'absorbed: close its survivor'}.`,
    );
  const state = kind === 'ORGANISATION' ? ", state = 'CLOSED'" : '';
  await session.write({
    name: `register_close_${kind.toLowerCase()}`,
    text: `UPDATE ${subjectTables[kind]} SET closed_by = $2, closed_at = $3::timestamptz${state} WHERE id = $1`,
    values: [id, actor, at],
  });
  await recordEvent(session, { actor, at, action: 'CLOSE', kind, target: id });
}
