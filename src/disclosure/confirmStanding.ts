/**
 * The end of every corridor: the register is asked once more, in a statement that sees whatever stop has committed, and
 * nothing leaves after that stop. What was let in at the door can have been stopped since, also on another replica.
 */
import { refuse } from '../kernel/refusal.js';
import type { Caller } from '../kernel/caller.js';
import type { Admission } from '../register/admission.js';
import { admissionRequestOf } from '../register/admissionRequestOf.js';
import type { Session } from '../store/session.js';
import type { Database } from '../store/database.js';
import type { Disclosure } from './disclosureContext.js';

/**
 * `coordinates`: all that the operation read or wrote. `executor`: the database, or the transaction of a write. CONFIRMED: something
 * has changed since the door, and lets the caller in all the same.
 *
 * @throws Refused NOT_ACTIVE, SUBMISSION_ONLY, IN_QUARANTINE or FIELD_STOPPED; Failure STORE_UNAVAILABLE.
 */
export async function confirmStanding(
  { rooms, caller }: Pick<Disclosure, 'rooms' | 'caller'>,
  executor: Pick<Session | Database, 'read'>,
  coordinates: readonly string[],
): Promise<'UNCHANGED' | 'CONFIRMED'> {
  if (await rooms.register.isUnchanged(executor, caller.registerVersion)) return 'UNCHANGED';
  const request = admissionRequestOf(caller, rooms.policy.roles.get(caller.role)?.authentication.isRegistered ?? true);
  requireSame(caller, await rooms.register.confirm(executor, request, coordinates), coordinates);
  return 'CONFIRMED';
}

function requireSame({ standing: before }: Caller, admission: Admission, coordinates: readonly string[]): void {
  if (admission.outcome !== 'ADMITTED')
    throw refuse(
      'NOT_ACTIVE',
      'The account, its organisation or its application is not active here: ask your administrator.',
    );
  const { standing } = admission;
  if (!before.absorbed.every((organisation) => standing.absorbed.includes(organisation)))
    throw refuse('NOT_ACTIVE', "An organisation that the caller's has absorbed is no longer active here: ask again.");
  if (standing.isSubmissionOnly && !before.isSubmissionOnly)
    throw refuse('SUBMISSION_ONLY', 'Reading is stopped: a machine may go on handing in.');
  if (standing.isInQuarantine && !before.isInQuarantine)
    throw refuse('IN_QUARANTINE', 'The account waits for its approval.');
  const stopped = coordinates.find((coordinate) => standing.stoppedFields.includes(coordinate));
  if (stopped !== undefined) throw refuse('FIELD_STOPPED', `${stopped} is stopped.`);
}
