/** Who may change the register: an operator, or an administrator in good standing for its own organisation. */
import { refuse } from '../kernel/refusal.js';
import type { Session } from '../store/session.js';
import { accountOf, isOperator } from './actor.js';
import type { Actor } from './actor.js';
import { survivorOf } from './survivor.js';

/** `within`: the organisation that the actor's power ends at; undefined for an operator. */
export interface Authority {
  readonly actor: Actor;
  readonly within: string | undefined;
}

/** An absorbed organisation's administrator is one of the survivor; a stop of any kind ends the power, submission or not. */
const administrator = `SELECT o.id AS organisation
  FROM cloison.account a
  JOIN cloison.organisation o ON o.id = ${survivorOf('a.organisation_id')} AND o.state = 'ACTIVE'
 WHERE a.id = $1 AND a.is_administrator AND a.approved_at IS NOT NULL AND a.closed_at IS NULL
   AND (SELECT true FROM cloison.stop s
         WHERE s.reinstated_at IS NULL
           AND s.key = ANY (ARRAY['EVERYTHING:*', 'ACCOUNT:' || a.id, 'UNIT:' || a.unit_id,
                                  'ORGANISATION:' || a.organisation_id, 'ORGANISATION:' || o.id]) LIMIT 1) IS NULL`;

/** Throws Refused ADMINISTRATOR_NEEDED. */
export async function requireAuthority(session: Session, actor: Actor): Promise<Authority> {
  if (isOperator(actor)) return { actor, within: undefined };
  const id = accountOf(actor);
  const [row] =
    id === undefined ? [] : await session.read({ name: 'register_administrator', text: administrator, values: [id] });
  const organisation = row?.['organisation'];
  if (typeof organisation !== 'string')
    throw refuse(
      'ADMINISTRATOR_NEEDED',
      'An approved administrator of the organisation, itself in good standing, is needed.',
    );
  return { actor, within: organisation };
}

/** Throws Refused OPERATOR_NEEDED. */
export function requireOperator(actor: Actor): void {
  if (!isOperator(actor)) throw refuse('OPERATOR_NEEDED', 'Only an operator may do it.');
}

/** Throws Refused NOT_REGISTERED, as for what is not there, when `organisation` lies outside the actor's power. */
export function requireWithin({ within }: Authority, organisation: string): void {
  if (within !== undefined && within !== organisation) throw notRegistered();
}

export function notRegistered(): Error {
  return refuse('NOT_REGISTERED', 'The register knows no such thing.');
}
