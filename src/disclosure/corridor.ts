/**
 * The way of a read, in the one place where its order stands. Each stage takes what the stage before it returned and
 * nothing else, so none can be skipped; the gateway accepts only an {@link Answer}.
 */
import type { Caller } from '../kernel/caller.js';
import type { RequestPlan } from '../plan/requestPlan.js';
import type { Answer } from './answer.js';
import type { CorridorRooms, Disclosure } from './disclosureContext.js';
import { beginDisclosure } from './disclosureContext.js';
import { fetchRows } from './fetchRows.js';
import { minimiseValues } from './minimiseValues.js';
import { openValues } from './openValues.js';
import { respond } from './respond.js';

export const readStages = Object.freeze([
  { name: 'fetch', gives: 'ids and sealed bytes of the rows that the caller reaches' },
  { name: 'open', gives: 'values of the columns that the grant names' },
  { name: 'minimise', gives: 'values no more precise than granted' },
  { name: 'respond', gives: 'the answer, with opaque ids and sealed cursors' },
] as const);

/**
 * Runs the corridor once for an operation, over all its roots, aliases and nested lists.
 *
 * @throws Refused for a cursor or id argument that is no longer valid; Failure STORE_UNAVAILABLE or SEAL_BROKEN.
 */
export async function disclose(rooms: CorridorRooms, caller: Caller, plan: RequestPlan): Promise<Answer> {
  const context: Disclosure = beginDisclosure(rooms, caller);
  return respond(context, minimiseValues(context, openValues(context, await fetchRows(context, plan))));
}
