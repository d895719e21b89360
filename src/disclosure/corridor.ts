/**
 * The way of a read, in the one place where its order stands. Each stage takes what the stage before it returned and
 * nothing else, so none can be skipped; the gateway accepts only an {@link Answer}.
 */
import type { Caller } from '../kernel/caller.js';
import type { RequestPlan } from '../plan/requestPlan.js';
import type { Answer } from './answer.js';
import type { CorridorRooms } from './disclosureContext.js';
import { beginDisclosure } from './disclosureContext.js';
import { readAgain } from './erasedMeanwhile.js';
import { fetchRows } from './fetchRows.js';
import { minimiseValues } from './minimiseValues.js';
import { openValues } from './openValues.js';
import { Recorded } from './record.js';
import { Released } from './release.js';
import { respond } from './respond.js';
import { settleWithheld } from './settle.js';
import { Stages } from './stages.js';

export const readStages = Stages.first('fetch', fetchRows)
  .next('record', (context, fetched) => Recorded.of(context, fetched))
  .next('open', openValues)
  .next('minimise', minimiseValues)
  .next('release', (context, minimised) => Released.of(context, minimised))
  .next('respond', respond);

/**
 * Runs the corridor once for an operation, over all its roots, aliases and nested lists; again if somebody was erased meanwhile.
 *
 * @throws Refused for a cursor or id argument that is no longer valid, for a budget that does not suffice, and for what was stopped
 * meanwhile; Failure STORE_UNAVAILABLE or SEAL_BROKEN.
 */
export function disclose(rooms: CorridorRooms, caller: Caller, plan: RequestPlan): Promise<Answer> {
  return readAgain(() => discloseOnce(rooms, caller, plan));
}

async function discloseOnce(rooms: CorridorRooms, caller: Caller, plan: RequestPlan): Promise<Answer> {
  const context = beginDisclosure(rooms, caller);
  try {
    return await readStages.run(context, plan);
  } catch (error) {
    settleWithheld(rooms.ledger, context.recordings);
    throw error;
  }
}
