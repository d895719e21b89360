/** Two operators' word for a person's file: the first says whose it is and how that was checked, the second makes it. */
import { refuse } from '../../kernel/refusal.js';
import type { Uuid } from '../../kernel/uuid.js';
import type { Actor } from '../../register/actor.js';
import type { Session } from '../../store/session.js';

export interface AccessRequest {
  /** GraphQL type of the person. */
  readonly type: string;
  readonly person: Uuid;
  /** Thumbprint of the key that the answer is sealed to; undefined: a plain file. */
  readonly sealedTo: string | undefined;
}

type Executor = Pick<Session, 'read'>;

/** How long the second operator has, in PostgreSQL's words. */
const lasts = '7 days';

export async function proposeAccess(
  executor: Executor,
  { type, person, sealedTo }: AccessRequest,
  actor: Actor,
  identityChecked: string,
): Promise<void> {
  await executor.read({
    name: '',
    text: `INSERT INTO cloison.subject_access (type, person, identity_checked, sealed_to, proposed_by, proposed_at)
VALUES ($1, $2::uuid, $3, $4, $5, cloison.clock())`,
    values: [type, person, identityChecked, sealedTo ?? null, actor],
  });
}

/**
 * Confirms the newest proposal of another operator for just this; gives its id. Throws Refused SECOND_PERSON_NEEDED when there is none:
 * one's own, one for another key or an old one is none.
 */
export async function confirmAccess(executor: Executor, request: AccessRequest, actor: Actor): Promise<string> {
  const { type, person, sealedTo } = request;
  const [row] = await executor.read({
    name: '',
    text: `UPDATE cloison.subject_access a SET confirmed_by = $4, confirmed_at = cloison.clock()
 WHERE a.id = (SELECT x.id FROM cloison.subject_access x
                WHERE x.type = $1 AND x.person = $2::uuid AND x.sealed_to IS NOT DISTINCT FROM $3::text AND x.confirmed_at IS NULL
                  AND x.proposed_by <> $4 AND x.proposed_at > cloison.clock() - interval '${lasts}'
                ORDER BY x.proposed_at DESC LIMIT 1 FOR UPDATE)
RETURNING a.id`,
    values: [type, person, sealedTo ?? null, actor],
  });
  if (row === undefined)
    throw refuse(
      'SECOND_PERSON_NEEDED',
      'No other operator has asked for this in the last seven days, for this person and this key: one must, first.',
    );
  return String(row['id']);
}
