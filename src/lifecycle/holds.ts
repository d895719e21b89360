/**
 * Legal holds: a person whose data must be kept, for a claim that is pending for instance (GDPR Art. 17(3)(e) and 18(1)(c)), is erased
 * by nobody. One operator places a hold, two lift it.
 */
import { refuse } from '../kernel/refusal.js';
import { Failure } from '../kernel/failure.js';
import { parseUuid } from '../kernel/uuid.js';
import type { Uuid } from '../kernel/uuid.js';
import type { Actor } from '../register/actor.js';
import type { Session } from '../store/session.js';
import type { ErasurePlan } from './erasurePlan.js';
import { recordEvents } from './ledgerEvents.js';
import type { Lifecycle } from './lifecycle.js';
import { lockPersons } from './persons.js';

export interface LegalHold {
  readonly id: string;
  readonly type: string;
  readonly person: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: string;
  /** Who wants it lifted, until a second person does too. */
  readonly proposedBy: string | null;
}

export interface HoldOrder {
  readonly plan: ErasurePlan;
  readonly person: Uuid;
  /** For who reads it later, 1 to 500 printable characters; it names nobody. */
  readonly reason: string;
  readonly actor: Actor;
}

/** PROPOSED: the hold stands until another operator lifts it too. */
export type HoldLifting = 'PROPOSED' | 'LIFTED';

const columns = `h.id::text, h.type, h.person::text, h.reason, h.placed_by AS "placedBy", h.placed_at AS "placedAt",
       h.proposed_by AS "proposedBy"`;

/** Gives the hold's id. Throws Refused NOT_REGISTERED when nobody is there under that id. */
export function placeHold({ database }: Lifecycle, { plan, person, reason, actor }: HoldOrder): Promise<string> {
  const given = requireReason(reason);
  return database.transaction(async (session) => {
    if ((await lockPersons(session, plan, [person])).length === 0) throw nobody();
    const [row] = await session.read({
      name: 'lifecycle_place_hold',
      text: `INSERT INTO cloison.legal_hold (type, person, reason, placed_by, placed_at)
VALUES ($1, $2::uuid, $3, $4, cloison.clock()) RETURNING id::text`,
      values: [plan.type, person, given, actor],
    });
    const hold = String(row?.['id']);
    await recordEvents(session, [{ event: 'HOLD_PLACED', actor, person, detail: { type: plan.type, hold } }]);
    return hold;
  });
}

/** Throws Refused NOT_REGISTERED, or SECOND_PERSON_NEEDED when the same operator asks twice. */
export function liftHold({ database }: Lifecycle, holdId: string, actor: Actor): Promise<HoldLifting> {
  return database.transaction(async (session) => {
    const hold = await findHold(session, holdId);
    if (hold.proposedBy === actor)
      throw refuse('SECOND_PERSON_NEEDED', 'You have asked for it already: another operator must lift it too.');
    const isFirst = hold.proposedBy === null;
    const by = isFirst ? 'proposed' : 'lifted';
    await session.write({
      name: `lifecycle_hold_${by}`,
      text: `UPDATE cloison.legal_hold SET ${by}_by = $2, ${by}_at = cloison.clock() WHERE id = $1::uuid`,
      values: [hold.id, actor],
    });
    const { type, person, id } = hold;
    const event = isFirst ? 'HOLD_LIFT_PROPOSED' : 'HOLD_LIFTED';
    await recordEvents(session, [{ event, actor, person, detail: { type, hold: id } }]);
    return isFirst ? 'PROPOSED' : 'LIFTED';
  });
}

/** Those in force, the oldest first. */
export async function listHolds({ database }: Pick<Lifecycle, 'database'>): Promise<readonly LegalHold[]> {
  const text = `SELECT ${columns} FROM cloison.legal_hold h WHERE h.lifted_at IS NULL ORDER BY h.placed_at, h.id LIMIT 10000`;
  return (await database.read({ name: '', text, values: [] })) as readonly unknown[] as readonly LegalHold[];
}

/** Holds in force on any of `persons`, the oldest first. */
export async function holdsOn(
  session: Session,
  type: string,
  persons: readonly string[],
): Promise<readonly LegalHold[]> {
  const rows = await session.read({
    name: 'lifecycle_holds_on',
    text: `SELECT ${columns} FROM cloison.legal_hold h
 WHERE h.lifted_at IS NULL AND h.type = $1 AND h.person = ANY($2::uuid[]) ORDER BY h.placed_at, h.id`,
    values: [type, persons],
  });
  return rows as readonly unknown[] as readonly LegalHold[];
}

/** Throws Failure LEGAL_HOLD, with who placed it and why. */
export async function requireNoHold(session: Session, type: string, person: Uuid): Promise<void> {
  const [hold] = await holdsOn(session, type, [person]);
  if (hold !== undefined) throw new Failure('LEGAL_HOLD', heldText(hold));
}

export function heldText({ person, placedBy, placedAt, reason, id }: LegalHold): string {
  return `${person} is kept by a legal hold of ${placedBy} since ${placedAt.slice(0, 10)}: ${reason} Two persons lift it: cloison holds lift ${id} --as <operator>`;
}

/** Throws Refused ARGUMENT_INVALID. */
export function requireReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= 500 && !/\p{Cc}/u.test(reason)) return reason;
  throw refuse('ARGUMENT_INVALID', 'A reason is 1 to 500 printable characters, and names nobody.');
}

export function nobody(): Error {
  return refuse('NOT_REGISTERED', 'Nobody is there under that id: it is no person of that type, or one who is erased.');
}

async function findHold(session: Session, holdId: string): Promise<LegalHold> {
  const [row] = await session.read({
    name: 'lifecycle_find_hold',
    text: `SELECT ${columns} FROM cloison.legal_hold h WHERE h.id = $1::uuid AND h.lifted_at IS NULL FOR UPDATE`,
    values: [parseUuid(holdId) ?? '00000000-0000-0000-0000-000000000000'],
  });
  if (row === undefined) throw refuse('NOT_REGISTERED', 'No hold is in force under that id: cloison holds list.');
  return row as unknown as LegalHold;
}
