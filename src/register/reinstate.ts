/** Lifting a stop. One that a detector set off takes two persons; nobody lifts what a higher power stopped. */
import { refuse } from '../kernel/refusal.js';
import type { Row } from '../store/statement.js';
import { accountOf } from './actor.js';
import type { Actor } from './actor.js';
import { notRegistered, requireAuthority, requireWithin } from './authority.js';
import type { Authority } from './authority.js';
import type { Change } from './change.js';
import { recordEvent } from './events.js';
import { requireStopId } from './stop.js';
import type { StopKind } from './stop.js';
import { findSubject } from './subjects.js';

/** PROPOSED: the stop holds until somebody else lifts it too. */
export type Reinstatement = 'PROPOSED' | 'REINSTATED';

interface ActiveStop {
  readonly id: string;
  readonly kind: StopKind;
  readonly target: string;
  readonly author: Actor;
  readonly isAutomatic: boolean;
  readonly proposedBy: Actor | undefined;
}

export async function reinstate(change: Change, stopId: string): Promise<Reinstatement> {
  const { session, actor, at } = change;
  const authority = await requireAuthority(session, actor);
  const stop = await findActive(change, stopId);
  await requireMayLift(change, authority, stop);
  const isFirst = stop.isAutomatic && stop.proposedBy === undefined;
  if (stop.proposedBy === actor)
    throw refuse('SECOND_PERSON_NEEDED', 'You have asked for it already: somebody else must lift it too.');
  const by = isFirst ? 'proposed' : 'reinstated';
  await session.write({
    name: `register_${by}`,
    text: `UPDATE cloison.stop SET ${by}_by = $2, ${by}_at = $3::timestamptz WHERE id = $1::uuid`,
    values: [stop.id, actor, at],
  });
  if (!isFirst) await askToAuthenticate(change, stop);
  const action = isFirst ? 'PROPOSE_REINSTATEMENT' : 'REINSTATE';
  await recordEvent(session, { actor, at, action, kind: stop.kind, target: stop.target, detail: stop.id });
  return isFirst ? 'PROPOSED' : 'REINSTATED';
}

async function findActive({ session }: Change, stopId: string): Promise<ActiveStop> {
  const [row] = await session.read({
    name: 'register_find_stop',
    text: `SELECT id::text, kind, target, author, is_automatic AS "isAutomatic", proposed_by AS "proposedBy",
                  reinstated_at IS NOT NULL AS "isReinstated"
             FROM cloison.stop WHERE id = $1::uuid FOR UPDATE`,
    values: [requireStopId(stopId)],
  });
  if (row === undefined) throw notRegistered();
  if (row['isReinstated'] === true) throw refuse('REGISTER_CONFLICT', 'That stop was lifted already.');
  return stopOf(row);
}

function stopOf(row: Row): ActiveStop {
  return {
    id: String(row['id']),
    kind: row['kind'] as StopKind,
    target: String(row['target']),
    author: row['author'] as Actor,
    isAutomatic: row['isAutomatic'] === true,
    proposedBy: (row['proposedBy'] as Actor | null) ?? undefined,
  };
}

/** An administrator lifts what an administrator of its organisation stopped, and not what an operator or the engine did. */
async function requireMayLift({ session }: Change, authority: Authority, stop: ActiveStop): Promise<void> {
  if (authority.within === undefined) return;
  const { kind, target } = stop;
  if (kind !== 'ACCOUNT' && kind !== 'UNIT') throw notRegistered();
  const subject = await findSubject(session, kind, target);
  requireWithin(authority, subject?.organisation ?? '');
  if (accountOf(stop.author) === undefined) throw refuse('OPERATOR_NEEDED', 'An operator stopped it and lifts it.');
}

const stoppedAccounts: Readonly<Partial<Record<StopKind, string>>> = {
  ACCOUNT: 'id = $1',
  UNIT: 'unit_id = $1',
  ORGANISATION:
    'organisation_id = $1 OR organisation_id IN (SELECT o.id FROM cloison.organisation o WHERE o.absorbed_by = $1)',
};

/** A session from before the stop may be the thief's: whoever was stopped authenticates again. */
async function askToAuthenticate({ session, at }: Change, { kind, target }: ActiveStop): Promise<void> {
  const condition = stoppedAccounts[kind];
  if (condition === undefined) return;
  await session.write({
    name: `register_step_up_${kind.toLowerCase()}`,
    text: `UPDATE cloison.account SET step_up_since = greatest(step_up_since, $2::timestamptz) WHERE ${condition}`,
    values: [target, at],
  });
}
