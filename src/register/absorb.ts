import { refuse } from '../kernel/refusal.js';
import { requireOperator } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { requireIds } from './registerId.js';
import type { Subject } from './subjects.js';
import { requireSubject } from './subjects.js';

/** Two organisations that become one: both ids stay known, and the links of the first are the second's from now on. */
export interface Absorption {
  readonly absorbed: string;
  readonly into: string;
}

/** PROPOSED: nothing has changed yet; it takes effect when another operator asks for the same. */
export type AbsorptionOutcome = 'PROPOSED' | 'ABSORBED';

/**
 * Throws Refused OPERATOR_NEEDED, NOT_REGISTERED, REGISTER_CONFLICT or SECOND_PERSON_NEEDED. What the absorbed one had
 * absorbed goes along. Another survivor than the one proposed is a new proposal.
 */
export async function absorb(change: Change, absorption: Absorption): Promise<AbsorptionOutcome> {
  const { session, actor, at } = change;
  const { absorbed, into } = absorption;
  requireIds([absorbed, into]);
  requireOperator(actor);
  for (const id of [absorbed, into]) requireActive(await requireSubject(session, 'ORGANISATION', id));
  if (absorbed === into) throw refuse('REGISTER_CONFLICT', 'An organisation does not absorb itself.');
  const proposedBy = await proposerOf(change, absorption);
  if (proposedBy === actor)
    throw refuse('SECOND_PERSON_NEEDED', 'You have proposed it already: another operator must ask for it too.');
  const isConfirmed = proposedBy !== undefined;
  await (isConfirmed ? confirmAbsorption(change, absorption) : propose(change, absorption));
  const action = isConfirmed ? 'ABSORB' : 'PROPOSE_ABSORPTION';
  await recordEvent(session, { actor, at, action, kind: 'ORGANISATION', target: absorbed, detail: into });
  return isConfirmed ? 'ABSORBED' : 'PROPOSED';
}

/** Who has proposed just this; undefined when nobody has. */
async function proposerOf({ session }: Change, { absorbed, into }: Absorption): Promise<string | undefined> {
  const [row] = await session.read({
    name: 'register_find_absorption',
    text: `SELECT proposed_by::text AS "proposedBy" FROM cloison.absorption
            WHERE absorbed = $1 AND into_id = $2 AND confirmed_at IS NULL FOR UPDATE`,
    values: [absorbed, into],
  });
  return row === undefined ? undefined : String(row['proposedBy']);
}

async function propose({ session, actor, at }: Change, { absorbed, into }: Absorption): Promise<void> {
  await session.write({
    name: 'register_propose_absorption',
    text: `INSERT INTO cloison.absorption (absorbed, into_id, proposed_by, proposed_at) VALUES ($1, $2, $3, $4::timestamptz)
ON CONFLICT (absorbed) DO UPDATE
  SET into_id = EXCLUDED.into_id, proposed_by = EXCLUDED.proposed_by, proposed_at = EXCLUDED.proposed_at,
      confirmed_by = NULL, confirmed_at = NULL`,
    values: [absorbed, into, actor, at],
  });
}

async function confirmAbsorption({ session, actor, at }: Change, { absorbed, into }: Absorption): Promise<void> {
  await session.write({
    name: 'register_confirm_absorption',
    text: 'UPDATE cloison.absorption SET confirmed_by = $2, confirmed_at = $3::timestamptz WHERE absorbed = $1',
    values: [absorbed, actor, at],
  });
  await session.write({
    name: 'register_absorb',
    text: 'UPDATE cloison.organisation SET absorbed_by = $2 WHERE id = $1 OR absorbed_by = $1',
    values: [absorbed, into],
  });
}

function requireActive({ id, isApproved, isClosed, absorbedBy }: Subject): void {
  if (isApproved && !isClosed && absorbedBy === undefined) return;
  throw refuse('REGISTER_CONFLICT', `${id} is not active, or absorbed already.`);
}
