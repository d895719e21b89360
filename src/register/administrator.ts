/**
 * An administrator who asks through the API. What its token and the door said is not believed here: the register looks at
 * the account itself before anything is done, and judges the whole request again as the last statement before a commit.
 */
import type { Caller } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Session } from '../store/session.js';
import { accountActor } from './actor.js';
import type { Actor } from './actor.js';
import type { Admission } from './admission.js';
import { admissionRequestOf } from './admissionRequestOf.js';
import { requireAuthority } from './authority.js';
import { confirm } from './confirm.js';

export interface Administering {
  readonly caller: Caller;
  /** What it asks for, by every name (`Type.field`) that a stop may use. */
  readonly coordinates: readonly string[];
}

/** Never what an argument says. */
export function actorOf({ caller }: Administering): Actor {
  return accountActor(caller.claims.ACCOUNT);
}

/**
 * The organisation whose accounts the caller administers. Throws Refused ADMINISTRATOR_NEEDED, for whatever asks that is no
 * person or asks in the name of one too.
 */
export async function requireAdministrator(session: Session, administering: Administering): Promise<string> {
  const { kind, actor } = administering.caller;
  if (kind !== 'PERSON' || actor !== undefined) throw administratorNeeded();
  const { within } = await requireAuthority(session, actorOf(administering));
  invariant(within !== undefined, 'an account has power within its organisation only');
  return within;
}

/**
 * A stop that has committed when this statement begins is seen. Throws Refused NOT_ACTIVE, SUBMISSION_ONLY, IN_QUARANTINE,
 * ADMINISTRATOR_NEEDED or FIELD_STOPPED.
 */
export async function confirmAdministrator(
  session: Session,
  { caller, coordinates }: Administering,
  now: number,
): Promise<void> {
  const request = admissionRequestOf(caller, true);
  requireStanding(await confirm(session, { request, coordinates }, now), coordinates);
}

function requireStanding(admission: Admission, coordinates: readonly string[]): void {
  if (admission.outcome !== 'ADMITTED')
    throw refuse(
      'NOT_ACTIVE',
      'The account, its organisation or its application is not active here: ask your administrator.',
    );
  const { isSubmissionOnly, isInQuarantine, isAdministrator, stoppedFields } = admission.standing;
  if (isSubmissionOnly) throw refuse('SUBMISSION_ONLY', 'Reading is stopped: a machine may go on handing in.');
  if (isInQuarantine) throw refuse('IN_QUARANTINE', 'The account waits for its approval.');
  if (!isAdministrator) throw administratorNeeded();
  const stopped = coordinates.find((coordinate) => stoppedFields.includes(coordinate));
  if (stopped !== undefined) throw refuse('FIELD_STOPPED', `${stopped} is stopped.`);
}

function administratorNeeded(): Error {
  return refuse('ADMINISTRATOR_NEEDED', 'A person who administers the accounts of the organisation is needed.');
}
