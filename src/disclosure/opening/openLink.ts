/**
 * The way of an opening: the person whom the attributes name is found, spent from the reach's own budget, recorded and linked, in one
 * transaction and before anything is shown; then it is read back as every read is.
 */
import type { Caller } from '../../kernel/caller.js';
import type { MutationPlan, OpeningRequest } from '../../plan/writePlan.js';
import { spendingApart } from '../../budget/apart.js';
import type { Session } from '../../store/session.js';
import type { Answer } from '../answer.js';
import { confirmStanding } from '../confirmStanding.js';
import type { CorridorRooms, Disclosure } from '../disclosureContext.js';
import { beginDisclosure } from '../disclosureContext.js';
import { Stages } from '../stages.js';
import { respondWrite } from '../write/respondWrite.js';
import type { RowError } from '../write/rowCodes.js';
import { findNamed } from './findNamed.js';
import { linkPerson } from './linkPerson.js';
import { recordOpening } from './recordOpening.js';
import type { Opening } from './tickets.js';
import { readNames } from './readNames.js';

export const openingStages = Stages.first('find', findNamed).next('record', recordOpening).next('link', linkPerson);

/**
 * Nobody named, or more than one: null, and a miss of the reach's own. Opening again what is open changes and spends nothing.
 *
 * @throws Refused BUDGET_EXHAUSTED, MISSES_EXHAUSTED, or what was stopped meanwhile; Failure STORE_UNAVAILABLE.
 */
export async function openLink(
  rooms: CorridorRooms,
  caller: Caller,
  plan: MutationPlan,
  request: OpeningRequest,
): Promise<Answer> {
  const context = beginDisclosure(rooms, caller);
  const { names, errors } = readNames(request);
  const person = names === undefined ? undefined : await inTransaction(context, plan, request, names);
  return answerOf(context, request, { person, errors });
}

async function inTransaction(
  context: Disclosure,
  plan: MutationPlan,
  request: OpeningRequest,
  names: Opening['names'],
): Promise<string | undefined> {
  const { database } = context.rooms;
  // Looked up before a connection is taken: openings that each held one and waited for another would wait for each other.
  const spending = await spendingApart(database, context.caller, request.template.reach);
  return database.transaction(async (session: Session) => {
    const opening: Opening = { context, session, request, names, spending };
    const person = await openingStages.run(opening, undefined);
    await confirmStanding(context, session, plan.coordinates);
    return person;
  });
}

async function answerOf(
  context: Disclosure,
  request: OpeningRequest,
  { person, errors }: { readonly person: string | undefined; readonly errors: readonly RowError[] },
): Promise<Answer> {
  const written = { errors, keys: person === undefined ? [] : [person], receipt: null };
  const { payload, withheld, served } = await respondWrite(context, request, written);
  return Object.freeze({ roots: new Map([[request.template.responseKey, payload]]), withheld, served });
}
