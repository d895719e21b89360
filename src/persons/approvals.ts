/**
 * Gives approvals and takes them back, for the person alone: nobody else is told whether one was asked for, given, refused or taken
 * back. The functions that change them write the ledger's entry in the same statement.
 */
import type { Caller } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Uuid } from '../kernel/uuid.js';
import { parseUuid } from '../kernel/uuid.js';
import { headOf } from '../ledger/entry.js';
import type { Approvable } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import { identifier } from '../store/read/identifier.js';
import type { Session } from '../store/session.js';
import type { ApprovalDesk, OwnApproval } from './ownApprovals.js';
import { approvablesOf, opensOf, ownApproval, personOf, typesOf } from './ownApprovals.js';

export interface ApprovalWish {
  readonly organisation: string;
  readonly purpose: string;
  readonly until: Date;
}

export interface ChangingDesk extends ApprovalDesk {
  readonly database: Database;
}

/** Asked in the transaction, when all else is done: whether the caller still may. What it throws undoes the change. */
export type Confirm = (session: Session) => Promise<unknown>;

/** Throws Refused FORBIDDEN, NOT_REGISTERED or ARGUMENT_INVALID. */
export async function giveApproval(
  desk: ChangingDesk,
  caller: Caller,
  wish: ApprovalWish,
  confirm: Confirm,
): Promise<OwnApproval> {
  if (caller.actor !== undefined)
    throw refuse('FORBIDDEN', 'An approval is given by the person itself, with nobody in between.');
  const person = personOf(caller);
  const approvables = approvablesFor(desk, caller, wish.purpose);
  return desk.database.transaction(async (session) => {
    const approvable = await ofPerson(session, desk, approvables, person);
    if (person === undefined || approvable === undefined)
      throw refuse('FORBIDDEN', 'Only a person who has a file here approves.');
    const id = await give(session, desk, caller, { wish, approvable, person });
    return changed(session, desk, caller, { person, id, confirm });
  });
}

interface Gift {
  readonly wish: ApprovalWish;
  readonly approvable: Approvable;
  readonly person: Uuid;
}

async function give(session: Session, desk: ChangingDesk, caller: Caller, gift: Gift): Promise<string> {
  const { wish, approvable, person } = gift;
  const opens = opensOf(approvable).map(({ coordinate, precision }) => `${coordinate}:${precision}`);
  const entry = entryOf(desk, caller, 'Mutation.giveApproval', { opens });
  const [row] = await session.read({
    name: 'persons_give_approval',
    text: `SELECT x.outcome, x.id
  FROM cloison.give_approval($1::jsonb, $2, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz) x`,
    values: [entry, approvable.type, person, wish.organisation, wish.purpose, timeOf(desk), wish.until.toISOString()],
  });
  requireGiven(row?.['outcome']);
  return String(row?.['id']);
}

const refusals: Readonly<Record<string, () => Error>> = {
  END_PAST: () => refuse('ARGUMENT_INVALID', 'until: an approval ends after now.'),
  END_TOO_FAR: () => refuse('ARGUMENT_INVALID', 'until: an approval ends within two years; it can be given again.'),
  UNKNOWN_ORGANISATION: () => refuse('NOT_REGISTERED', 'organisation: no organisation of this id is active here.'),
};

function requireGiven(outcome: unknown): void {
  const refusal = refusals[String(outcome)];
  if (refusal !== undefined) throw refusal();
  invariant(outcome === 'GIVEN' || outcome === 'UNCHANGED', 'an approval is given or refused');
}

/** Throws Refused FORBIDDEN or ARGUMENT_INVALID. */
export async function withdrawApproval(
  desk: ChangingDesk,
  caller: Caller,
  given: string,
  confirm: Confirm,
): Promise<OwnApproval> {
  const person = personOf(caller);
  const id = parseUuid(given);
  if (person === undefined || id === undefined) throw unknownApproval();
  const entry = entryOf(desk, caller, 'Mutation.withdrawApproval', {});
  return desk.database.transaction(async (session) => {
    await session.read({
      name: 'persons_withdraw_approval',
      text: 'SELECT x.outcome FROM cloison.withdraw_approval($1::jsonb, $2::text[], $3::uuid, $4::uuid, $5::timestamptz) x',
      values: [entry, typesOf(desk, caller), person, id, timeOf(desk)],
    });
    return changed(session, desk, caller, { person, id, confirm });
  });
}

/** One that is another's is as unknown as one that is nobody's. */
function unknownApproval(): Error {
  return refuse('ARGUMENT_INVALID', 'id: you have given no such approval.');
}

async function changed(
  session: Session,
  desk: ChangingDesk,
  caller: Caller,
  { person, id, confirm }: { readonly person: Uuid; readonly id: string; readonly confirm: Confirm },
): Promise<OwnApproval> {
  const approval = await ownApproval(desk, session, caller, { person, id });
  if (approval === undefined) throw unknownApproval();
  await confirm(session);
  return approval;
}

function approvablesFor(desk: ChangingDesk, caller: Caller, purpose: string): readonly Approvable[] {
  const known = approvablesOf(desk, caller);
  const meant = known.filter((each) => each.purpose === purpose);
  if (meant.length > 0) return meant;
  const names = [...new Set(known.map((each) => each.purpose))].join(', ');
  throw refuse('ARGUMENT_INVALID', `purpose: an approval is for one of ${names}.`);
}

/** Whose type has the person's row. It stays as it is: nobody is erased while approving. */
async function ofPerson(
  session: Session,
  { policy }: ChangingDesk,
  approvables: readonly Approvable[],
  person: Uuid | undefined,
): Promise<Approvable | undefined> {
  for (const approvable of person === undefined ? [] : approvables) {
    const model = policy.types.get(approvable.type);
    invariant(model, 'a person is of a type');
    const key = identifier(model.key);
    const rows = await session.read({
      name: '',
      text: `SELECT FROM ${identifier(model.table)} WHERE ${key} = $1::uuid AND data_key IS NOT NULL FOR SHARE`,
      values: [person],
    });
    if (rows.length > 0) return approvable;
  }
  return undefined;
}

function entryOf(
  { policy }: ChangingDesk,
  caller: Caller,
  operation: string,
  detail: Readonly<Record<string, unknown>>,
): string {
  return JSON.stringify({
    ...headOf(caller, { kind: 'EVENT', operation, policy: policy.digest.slice(0, 16) }),
    detail,
  });
}

function timeOf({ now }: ChangingDesk): string {
  return new Date(now).toISOString();
}
