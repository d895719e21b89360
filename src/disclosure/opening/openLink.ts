/**
 * The way of an opening: the person whom the attributes name is found, spent from the reach's own budget, recorded and linked, in one
 * transaction and before anything is shown; then it is read back as every read is.
 */
import type { Caller } from '../../kernel/caller.js';
import type { MutationPlan, OpeningRequest } from '../../plan/writePlan.js';
import type { Answer } from '../answer.js';
import { confirmStanding } from '../confirmStanding.js';
import type { CorridorRooms } from '../disclosureContext.js';
import { beginDisclosure } from '../disclosureContext.js';
import { lookupToken } from '../lookup.js';
import { Stages } from '../stages.js';
import { respondWrite } from '../write/respondWrite.js';
import { findNamed } from './findNamed.js';
import { linkPerson } from './linkPerson.js';
import { recordOpening } from './recordOpening.js';

export const openingStages = Stages.first('find', findNamed).next('record', recordOpening).next('link', linkPerson);

/**
 * Nobody named, or more than one: null, and a miss of the reach's own. Opening again what is open changes and spends nothing.
 *
 * @throws Refused ARGUMENT_INVALID, BUDGET_EXHAUSTED, MISSES_EXHAUSTED, or what was stopped meanwhile; Failure STORE_UNAVAILABLE.
 */
export async function openLink(
  rooms: CorridorRooms,
  caller: Caller,
  plan: MutationPlan,
  request: OpeningRequest,
): Promise<Answer> {
  const context = beginDisclosure(rooms, caller);
  const { template } = request;
  const token = lookupToken(context, template.model, { index: template.opening.index, wanted: request.wanted });
  // Looked up before a connection is taken: openings that each held one and waited for another would wait for each other.
  const { name: root, persons, misses } = template.reach;
  const scopes = await rooms.budget.ownSpendingOf(caller, { root, persons, misses });
  const person = await rooms.database.transaction(async (session) => {
    const found = await openingStages.run({ context, session, request, scopes }, token);
    await confirmStanding(context, session, plan.coordinates);
    return found;
  });
  const written = { errors: [], keys: person === undefined ? [] : [person], receipt: null };
  const { payload, withheld, served } = await respondWrite(context, request, written);
  return Object.freeze({ roots: new Map([[template.responseKey, payload]]), withheld, served });
}
