/** Whether an application runs its registered operations only. One operator restricts it, another one lifts that: lifting widens. */
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import { requireOperator } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { requireIds } from './registerId.js';
import { requireOpenApplication } from './subjects.js';

/** Again it changes nothing. Throws Refused OPERATOR_NEEDED or NOT_REGISTERED. */
export async function restrictApplication({ session, actor, at }: Change, id: string): Promise<void> {
  requireIds([id]);
  requireOperator(actor);
  await requireOpenApplication(session, id);
  const changed = await session.write({
    name: 'register_restrict_application',
    text: `UPDATE cloison.application SET restricted_by = $2, restricted_at = $3::timestamptz
 WHERE id = $1 AND restricted_by IS NULL`,
    values: [id, actor, at],
  });
  if (changed > 0) await recordEvent(session, { actor, at, action: 'RESTRICT', kind: 'APPLICATION', target: id });
}

/** Throws Refused OPERATOR_NEEDED, NOT_REGISTERED, SECOND_PERSON_NEEDED, or REGISTER_CONFLICT when it is not restricted. */
export async function unrestrictApplication({ session, actor, at }: Change, id: string): Promise<void> {
  requireIds([id]);
  requireOperator(actor);
  await requireOpenApplication(session, id);
  const [row] = await session.read({
    name: 'register_restricted_by',
    text: 'SELECT restricted_by FROM cloison.application WHERE id = $1',
    values: [id],
  });
  const by = row?.['restricted_by'] ?? null;
  if (by === null) throw refuse('REGISTER_CONFLICT', `${id} is not restricted.`);
  if (by === actor)
    throw refuse('SECOND_PERSON_NEEDED', 'Who restricted an application does not lift it: another operator does.');
  await session.write({
    name: 'register_unrestrict_application',
    text: 'UPDATE cloison.application SET restricted_by = NULL, restricted_at = NULL WHERE id = $1',
    values: [id],
  });
  await recordEvent(session, { actor, at, action: 'UNRESTRICT', kind: 'APPLICATION', target: id });
}

/** Of one that nobody registered: false, since the door has refused it. */
export async function isRestricted(database: Database, application: string): Promise<boolean> {
  const rows = await database.read({
    name: 'register_is_restricted',
    text: 'SELECT FROM cloison.application WHERE id = $1::text AND restricted_by IS NOT NULL',
    values: [application],
  });
  return rows.length === 1;
}

/** Ids of those that run their registered operations only, sorted. */
export async function restrictedApplications(database: Database): Promise<readonly string[]> {
  const rows = await database.read({
    name: 'register_restricted_applications',
    text: 'SELECT id::text AS id FROM cloison.application WHERE restricted_by IS NOT NULL AND closed_at IS NULL ORDER BY id',
    values: [],
  });
  return rows.map(({ id }) => String(id));
}
