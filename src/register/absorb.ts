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

/** Throws Refused OPERATOR_NEEDED, NOT_REGISTERED or REGISTER_CONFLICT. What the absorbed one had absorbed goes along. */
export async function absorb({ session, actor, at }: Change, { absorbed, into }: Absorption): Promise<void> {
  requireIds([absorbed, into]);
  requireOperator(actor);
  for (const id of [absorbed, into]) requireActive(await requireSubject(session, 'ORGANISATION', id));
  if (absorbed === into) throw refuse('REGISTER_CONFLICT', 'An organisation does not absorb itself.');
  await session.write({
    name: 'register_absorb',
    text: 'UPDATE cloison.organisation SET absorbed_by = $2 WHERE id = $1 OR absorbed_by = $1',
    values: [absorbed, into],
  });
  await recordEvent(session, { actor, at, action: 'ABSORB', kind: 'ORGANISATION', target: absorbed, detail: into });
}

function requireActive({ id, isApproved, isClosed, absorbedBy }: Subject): void {
  if (isApproved && !isClosed && absorbedBy === undefined) return;
  throw refuse('REGISTER_CONFLICT', `${id} is not active, or absorbed already.`);
}
