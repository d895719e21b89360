/** The right to erasure (GDPR Art. 17): one operator grants it, another carries it out, and a legal hold stops both. */
import { refuse } from '../kernel/refusal.js';
import type { Uuid } from '../kernel/uuid.js';
import type { Actor } from '../register/actor.js';
import type { Session } from '../store/session.js';
import { eraseLocked, takeTurn } from './eraseLocked.js';
import type { ErasurePlan } from './erasurePlan.js';
import type { ErasureRegister } from './erasureRegister.js';
import { nobody, requireNoHold, requireReason } from './holds.js';
import { recordEvents } from './ledgerEvents.js';
import type { Lifecycle } from './lifecycle.js';
import { lockPersons } from './persons.js';

export interface ErasureRequest {
  readonly plan: ErasurePlan;
  readonly person: Uuid;
  readonly actor: Actor;
}

/**
 * Nothing is erased yet. Throws Refused NOT_REGISTERED, SECOND_PERSON_NEEDED or REGISTER_CONFLICT when it has been proposed already;
 * Failure LEGAL_HOLD.
 */
export async function proposeErasure(
  { database }: Lifecycle,
  { plan, person, actor }: ErasureRequest,
  reason: string,
): Promise<void> {
  const given = requireReason(reason);
  await database.transaction(async (session) => {
    await requireErasable(session, plan, person);
    const proposedBy = await proposerOf(session, plan, person);
    if (proposedBy === actor) throw askedAlready();
    if (proposedBy !== undefined)
      throw refuse('REGISTER_CONFLICT', `${proposedBy} has proposed it already: confirm it with --second.`);
    await session.write({
      name: 'lifecycle_propose',
      text: `INSERT INTO cloison.erasure_proposal (type, person, reason, proposed_by, proposed_at)
VALUES ($1, $2::uuid, $3, $4, cloison.clock())
ON CONFLICT (type, person) DO UPDATE
  SET reason = EXCLUDED.reason, proposed_by = EXCLUDED.proposed_by, proposed_at = EXCLUDED.proposed_at,
      confirmed_by = NULL, confirmed_at = NULL`,
      values: [plan.type, person, given, actor],
    });
    await recordEvents(session, [{ event: 'ERASURE_PROPOSED', actor, person, detail: { type: plan.type } }]);
  });
}

/**
 * Erases. Throws Refused NOT_REGISTERED, SECOND_PERSON_NEEDED, or REGISTER_CONFLICT when nobody has proposed it; Failure LEGAL_HOLD,
 * ERASURE_REGISTER_INVALID or ERASURE_REGISTER_UNWRITABLE.
 */
export async function confirmErasure(
  lifecycle: Lifecycle,
  register: ErasureRegister,
  { plan, person, actor }: ErasureRequest,
): Promise<void> {
  await lifecycle.database.transaction(async (session) => {
    await takeTurn(session, register);
    await requireErasable(session, plan, person);
    const proposedBy = await proposerOf(session, plan, person);
    if (proposedBy === undefined)
      throw refuse('REGISTER_CONFLICT', 'Nobody has proposed it: the first one gives a --reason.');
    if (proposedBy === actor) throw askedAlready();
    await session.write({
      name: 'lifecycle_confirm',
      text: `UPDATE cloison.erasure_proposal SET confirmed_by = $3, confirmed_at = cloison.clock()
 WHERE type = $1 AND person = $2::uuid`,
      values: [plan.type, person, actor],
    });
    await eraseLocked(lifecycle, session, register, {
      plan,
      persons: [person],
      why: 'RIGHT',
      actors: [proposedBy, actor],
    });
  });
}

/** There, not erased, locked, and on no hold. */
async function requireErasable(session: Session, plan: ErasurePlan, person: Uuid): Promise<void> {
  if ((await lockPersons(session, plan, [person])).length === 0) throw nobody();
  await requireNoHold(session, plan.type, person);
}

async function proposerOf(session: Session, { type }: ErasurePlan, person: Uuid): Promise<string | undefined> {
  const [row] = await session.read({
    name: 'lifecycle_proposer',
    text: `SELECT proposed_by::text AS "proposedBy" FROM cloison.erasure_proposal
 WHERE type = $1 AND person = $2::uuid AND confirmed_at IS NULL FOR UPDATE`,
    values: [type, person],
  });
  return row === undefined ? undefined : String(row['proposedBy']);
}

function askedAlready(): Error {
  return refuse(
    'SECOND_PERSON_NEEDED',
    'You have proposed it already: another operator must confirm it with --second.',
  );
}
