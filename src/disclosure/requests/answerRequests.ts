/**
 * Who answers a first contact: the person, or a role that reaches it. What is accepted is made by the code of every write, for a
 * person whom the answering caller reaches now, in one transaction with the decision; whoever asked is told nothing.
 */
import { canonicalBytes } from '../../kernel/canonical.js';
import type { Caller } from '../../kernel/caller.js';
import { refuse } from '../../kernel/refusal.js';
import { headOf } from '../../ledger/entry.js';
import { settleStatement } from '../../ledger/settleStatement.js';
import type { Page, PageRequest } from '../../persons/places.js';
import type { Session } from '../../store/session.js';
import type { CorridorRooms, Disclosure } from '../disclosureContext.js';
import { beginDisclosure } from '../disclosureContext.js';
import { decodeId } from '../ids.js';
import { recordOperation } from '../record.js';
import type { Served } from '../settle.js';
import { makeLink } from './makeLink.js';
import { openPlace, sealPlace } from '../../vault/places.js';
import type { OpenRequest, Reached } from './requestRows.js';
import { decideRequest, expireRequests, lockedRequest, openRequests, purgeRequests } from './requestRows.js';

/** In the words of the contract (`LinkRequest`). */
export interface ToldRequest {
  readonly id: string;
  readonly person: string;
  readonly organisation: string | null;
  readonly role: string;
  readonly purpose: string;
  readonly purposeText: string | null;
  readonly record: string;
  readonly about: readonly { readonly field: string; readonly type: string; readonly id: string }[];
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

export type LinkDecision = 'ACCEPTED' | 'REFUSED' | 'NOT_POSSIBLE';

const idType = 'LinkRequest';

/** Recorded before it leaves: that a person is there, and who asks for it. Throws Refused as every page, BUDGET_EXHAUSTED. */
export async function waitingRequests(
  rooms: CorridorRooms,
  caller: Caller,
  { first, after }: PageRequest,
): Promise<{ readonly page: Page<ToldRequest>; readonly served: readonly Served[] }> {
  const context = beginDisclosure(rooms, caller);
  const binding = canonicalBytes(['link requests', context.scope, caller.role, caller.claims.ACCOUNT]);
  const sealer = { cursors: rooms.vault.cursors, now: context.now };
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : openPlace(sealer, binding, after);
  const rows = await openRequests(rooms.database, reachedBy(context), { before, most: first + 1 });
  const shown = rows.slice(0, first);
  await recordTold(context, shown);
  const nodes = shown.map((row) => ({ node: told(context, row), cursor: sealPlace(sealer, binding, row.place) }));
  const served = context.recordings.map((recording) => ({ recording, unserved: [], found: 0 }));
  return { page: { nodes, hasNextPage: rows.length > first }, served };
}

/**
 * Null: none of that id waits for the caller. `confirm`: the register is asked last, in the transaction, with the names of what was
 * written. Throws Refused FIELD_STOPPED when a yes would set what is stopped.
 */
export async function answerRequest(
  rooms: CorridorRooms,
  caller: Caller,
  { id, accept }: { readonly id: string; readonly accept: boolean },
  confirm: (session: Session, coordinates: readonly string[]) => Promise<unknown>,
): Promise<LinkDecision | null> {
  const context = beginDisclosure(rooms, caller);
  const key = decodeId(context, idType, id);
  return rooms.database.transaction(async (session) => {
    const row = await lockedRequest(session, reachedBy(context), key);
    const { decision, coordinates } =
      row === undefined ? { decision: null, coordinates: [] } : await decide(context, session, row, accept);
    await confirm(session, coordinates);
    return decision;
  });
}

/** What nobody has answered in time ends. */
export async function endUnanswered({ database, ledger }: Pick<CorridorRooms, 'database' | 'ledger'>): Promise<void> {
  await database.transaction(async (session) => {
    const expired = await expireRequests(session, expiredAtOnce);
    const entries = expired.map(({ request, person }) => ({
      head: { kind: 'EVENT', actor: 'engine:requests', detail: { event: 'LINK_REQUEST_EXPIRED', request } } as const,
      persons: person === null ? [] : [person],
      shapes: [],
      shapeOf: undefined,
    }));
    if (entries.length > 0) await ledger.appendIn(session, entries);
    await purgeRequests(session);
  });
}

function reachedBy({ rooms, caller, reading }: Disclosure): Reached {
  const role = rooms.policy.roles.get(caller.role);
  if (role === undefined || role.answers.size === 0) throw refuse('FORBIDDEN', 'This role answers no request.');
  const choices = [...role.answers].map(([request, reaches]) => ({ request, reaches }));
  return { choices, reading, types: rooms.types };
}

const expiredAtOnce = 100;

interface Decided {
  readonly decision: LinkDecision;
  /** Of what a yes has written. */
  readonly coordinates: readonly string[];
}

async function decide(context: Disclosure, session: Session, row: OpenRequest, accept: boolean): Promise<Decided> {
  const coordinates = accept ? await makeLink(context, session, row) : [];
  if (coordinates === undefined) return { decision: 'NOT_POSSIBLE', coordinates: [] };
  const decision = accept ? 'ACCEPTED' : 'REFUSED';
  const isOwn = context.rooms.policy.roles.get(context.caller.role)?.party === 'DATA_SUBJECT';
  await decideRequest(session, row.id, decision, isOwn ? 'PERSON' : 'ACCOMPANYING');
  const head = headOf(context.caller, {
    kind: 'EVENT',
    operation: 'Mutation.answerLinkRequest',
    policy: context.rooms.policy.digest.slice(0, 16),
  });
  const detail = { event: `LINK_REQUEST_${decision}`, request: row.request };
  const entry = { head: { ...head, detail }, persons: [row.person], shapes: [], shapeOf: undefined };
  await context.rooms.ledger.appendIn(session, [entry]);
  if (accept) await giveBack(session, row);
  return { decision, coordinates };
}

/** Whoever asked has not guessed: each time that it was counted for is given back. */
async function giveBack(session: Session, { entries, scopes }: OpenRequest): Promise<void> {
  const settlements = entries.map((entry) => ({
    recording: { entry, at: 0, scopes, missed: [0], held: [] },
    outcome: 'DELIVERED' as const,
    unserved: [],
    found: 1,
  }));
  await session.read(settleStatement(settlements));
}

async function recordTold(context: Disclosure, rows: readonly OpenRequest[]): Promise<void> {
  if (rows.length === 0) return;
  const operation =
    context.rooms.policy.roles.get(context.caller.role)?.party === 'DATA_SUBJECT' ? 'myLinkRequests' : 'linkRequests';
  await recordOperation(context, {
    head: headOf(context.caller, {
      kind: 'READ',
      operation: `Query.${operation}`,
      policy: context.rooms.policy.digest.slice(0, 16),
    }),
    persons: [...new Set(rows.map(({ person }) => person.replaceAll('-', '')))],
    shapes: [[...new Set(rows.map(({ subject }) => `${subject}.id`))].toSorted()],
    shapeOf: undefined,
    probes: [],
    held: [],
  });
}

function told({ rooms, scope }: Disclosure, row: OpenRequest): ToldRequest {
  const { policy, vault } = rooms;
  const opaque = (type: string, key: string): string => {
    const [id = ''] = vault.ids(scope, type).encode(Buffer.from(key.replaceAll('-', ''), 'hex'));
    return id;
  };
  const record = policy.types.get(row.type);
  const about = Object.entries(row.values).flatMap(([path, value]) => {
    const field = record?.fields.get(path);
    if (field?.kind !== 'relation') return [];
    return [{ field: `${row.type}.${path}`, type: field.target, id: opaque(field.target, value) }];
  });
  return {
    id: opaque(idType, row.id),
    person: opaque(row.subject, row.person),
    organisation: row.name ?? row.organisation,
    role: row.role,
    purpose: row.purpose,
    purposeText: policy.purposes.get(row.purpose)?.text ?? null,
    record: row.type,
    about,
    requestedAt: new Date(row.requestedAt),
    expiresAt: new Date(row.expiresAt),
  };
}
