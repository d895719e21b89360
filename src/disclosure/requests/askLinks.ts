/**
 * A first contact: somebody asks to be linked to a person whom it can only name. Whoever is meant, the same statements run, a row is
 * kept, a miss is counted and the answer is PENDING: one who refused, who is linked already, or who is not there at all (law 7).
 */
import { exhausted } from '../../budget/exhausted.js';
import type { Caller } from '../../kernel/caller.js';
import { refuse } from '../../kernel/refusal.js';
import type { Spending } from '../../kernel/spending.js';
import type { Recording } from '../../ledger/entry.js';
import { headOf } from '../../ledger/entry.js';
import type { LinkAsked } from '../../plan/requestTemplate.js';
import type { MutationPlan } from '../../plan/writePlan.js';
import { personByToken } from '../../store/read/personByToken.js';
import type { Session } from '../../store/session.js';
import type { Answer } from '../answer.js';
import { confirmStanding } from '../confirmStanding.js';
import type { CorridorRooms, Disclosure } from '../disclosureContext.js';
import { beginDisclosure } from '../disclosureContext.js';
import { decodeId } from '../ids.js';
import { lookupToken } from '../lookup.js';
import { recordOperation } from '../record.js';
import { reachedRows } from '../write/reachedRows.js';
import { constantValue } from '../write/readValues.js';
import { keepRequest } from './requestRows.js';

/**
 * One transaction each, in the document's order.
 *
 * @throws Refused ARGUMENT_INVALID, FORBIDDEN, MISSES_EXHAUSTED, or what was stopped meanwhile; Failure STORE_UNAVAILABLE.
 */
export async function askLinks(rooms: CorridorRooms, caller: Caller, plan: MutationPlan): Promise<Answer> {
  const context = beginDisclosure(rooms, caller);
  const roots = new Map<string, unknown>();
  for (const asked of plan.asked) {
    const token = lookupToken(context, asked.template.set.model, asked.values);
    const spending = await ownSpending(context, asked);
    const why = await rooms.budget.exhaustionOf(spending);
    if (why !== undefined) throw exhausted(why);
    await rooms.database.transaction(async (session) => {
      await ask({ context, session, asked, token, spending });
      await confirmStanding(context, session, plan.coordinates);
    });
    roots.set(asked.template.responseKey, 'PENDING');
  }
  return Object.freeze({ roots, withheld: [], served: [] });
}

interface Asking {
  readonly context: Disclosure;
  readonly session: Session;
  readonly asked: LinkAsked;
  readonly token: Buffer;
  readonly spending: readonly Spending[];
}

async function ask(asking: Asking): Promise<void> {
  const { context, session, asked, token } = asking;
  const { set } = asked.template;
  const values = await valuesOf(asking);
  const person = await personByToken(session, set.model, set.index.column, token);
  const recording = await recordAsking(asking, person);
  await keepRequest(session, context.caller, {
    request: asked.template.request,
    person,
    asked: digestOf(context, asked, token, values),
    values,
    recording,
  });
}

async function ownSpending({ rooms, caller }: Disclosure, { template }: LinkAsked): Promise<readonly Spending[]> {
  const { name: root, misses } = template.request;
  return rooms.budget.ownSpendingOf(caller, { root, persons: [], misses });
}

/** Counted as a miss whomever it means; given back once it is accepted. */
function recordAsking({ context, session, asked, spending }: Asking, person: string | undefined): Promise<Recording> {
  const { name, type } = asked.template.request;
  const head = headOf(context.caller, {
    kind: 'EVENT',
    operation: `Mutation.${name}`,
    policy: context.rooms.policy.digest.slice(0, 16),
  });
  const detail = { event: 'LINK_REQUESTED', record: type };
  const persons = person === undefined ? [] : [person];
  const nobody = { persons: [], isHeld: false };
  const operation = {
    persons,
    shapes: [],
    shapeOf: undefined,
    probes: [nobody],
    held: [],
    isAlike: true,
    scopes: spending,
  };
  return recordOperation(context, { ...operation, head: { ...head, detail } }, session);
}

/** Same organisation, same words, same session: the same request, whichever of its accounts sends it. */
function digestOf(
  { rooms, caller }: Disclosure,
  { template }: LinkAsked,
  token: Buffer,
  values: Readonly<Record<string, string>>,
): Buffer {
  const { ORGANISATION: organisation, ACCOUNT: account } = caller.claims;
  const who = organisation === undefined ? `account ${account}` : `organisation ${organisation}`;
  const what = Object.entries(values).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return rooms.vault.requests.of([
    'link request',
    template.request.name,
    caller.role,
    caller.purpose,
    who,
    token.toString('hex'),
    JSON.stringify(what),
  ]);
}

/** Ids of entities and the caller's claims, by field. What depends on no person is refused as what it is. */
async function valuesOf({ context, session, asked }: Asking): Promise<Readonly<Record<string, string>>> {
  const { brought, claimed, conditions, request } = asked.template;
  const values: Record<string, string> = {};
  for (const constant of claimed) values[constant.field.path] = String(constantValue(context, constant));
  for (const { field, related } of brought) {
    const key = decodeId(context, field.target, asked.ids.get(field) ?? '');
    const found = await reachedRows(context, session, related, [key]);
    if (found.size === 0) throw notThere(request.name, field.path);
    values[field.path] = key;
  }
  for (const { by, condition, ...constant } of conditions) {
    const [key, value] = [values[by.path] ?? '', constantValue(context, constant)];
    const agreeing = await context.rooms.writer.agreeing(session, condition, [{ key, value }]);
    if (agreeing.size === 0) throw notThere(request.name, by.path);
  }
  return values;
}

function notThere(name: string, path: string): Error {
  return refuse('ARGUMENT_INVALID', `Mutation.${name} names as ${path} what is not there, or not the caller's.`);
}
