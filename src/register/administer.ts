/**
 * What an administrator does to the accounts of its organisation through the API: the rules of every change, and around
 * them its own. One transaction: a stop that commits meanwhile takes the change back.
 */
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import { accountOf } from './actor.js';
import type { Actor } from './actor.js';
import { actorOf, confirmAdministrator, requireAdministrator } from './administrator.js';
import type { Administering } from './administrator.js';
import { approve } from './approve.js';
import { notRegistered } from './authority.js';
import { inChange } from './change.js';
import type { Change } from './change.js';
import { close } from './close.js';
import { createAccount } from './create.js';
import type { AccountEntry } from './entries.js';
import { instant } from './instant.js';
import { listStops } from './listStops.js';
import type { ListedAccount } from './listAccounts.js';
import { isRegisterId } from './registerId.js';
import { reinstate } from './reinstate.js';
import { requireAccount } from './showAccount.js';
import { stop } from './stop.js';
import { findSubject } from './subjects.js';

export type AdministrationOrder =
  | { readonly kind: 'CREATE'; readonly account: Omit<AccountEntry, 'organisation'> }
  | { readonly kind: 'APPROVE' | 'CLOSE' | 'REINSTATE'; readonly account: string }
  | { readonly kind: 'STOP'; readonly account: string; readonly reason: string };

/** Gives the account as it then is. Throws Refused, as all changes of the register do; an account of another organisation is none. */
export function administer(
  database: Database,
  administering: Administering,
  order: AdministrationOrder,
  now: number,
): Promise<ListedAccount> {
  const by = { actor: actorOf(administering), at: instant(now) };
  const work = async (session: Session): Promise<ListedAccount> => {
    const organisation = await requireAdministrator(session, administering);
    // Who stops or closes its own account is judged before, since afterwards it has no standing by its own hand.
    const isOwn = order.account === administering.caller.claims.ACCOUNT;
    if (isOwn) await confirmAdministrator(session, administering, now);
    const id = await perform({ ...by, session }, organisation, order);
    const account = await requireAccount(session, id);
    if (!isOwn) await confirmAdministrator(session, administering, now);
    return account;
  };
  // A stop waits for nobody.
  return order.kind === 'STOP' ? database.transaction(work) : inChange(database, by, ({ session }) => work(session));
}

/** Gives the id of the account. */
async function perform(change: Change, organisation: string, order: AdministrationOrder): Promise<string> {
  if (order.kind === 'CREATE') {
    await createAccount(change, { ...order.account, organisation });
    return order.account.id;
  }
  await requireOwn(change.session, organisation, order.account);
  switch (order.kind) {
    case 'APPROVE':
      await approve(change, 'ACCOUNT', order.account);
      break;
    case 'CLOSE':
      await close(change, 'ACCOUNT', order.account);
      break;
    case 'STOP':
      await stopOnce(change, order.account, order.reason);
      break;
    case 'REINSTATE':
      await reinstateWhole(change, order.account);
  }
  return order.account;
}

/** Throws Refused NOT_REGISTERED for an id that is none, one of another organisation, and one of nobody: they look alike. */
async function requireOwn(session: Session, organisation: string, id: string): Promise<void> {
  const subject = isRegisterId(id) ? await findSubject(session, 'ACCOUNT', id) : undefined;
  if (subject?.organisation !== organisation) throw notRegistered();
}

/** A second stop of the organisation's own would stop nothing more. */
async function stopOnce(change: Change, account: string, reason: string): Promise<void> {
  const stops = await listStops(change.session, 'ACCOUNT', account);
  if (stops.some(({ author }) => accountOf(author as Actor) !== undefined))
    throw refuse('REGISTER_CONFLICT', `${account} is stopped already.`);
  await stop(change, { kind: 'ACCOUNT', target: account, reason });
}

/** All stops of just the account, or none: one of an operator's stays, and so does the rest. */
async function reinstateWhole(change: Change, account: string): Promise<void> {
  const stops = await listStops(change.session, 'ACCOUNT', account);
  if (stops.length === 0) throw refuse('REGISTER_CONFLICT', `${account} itself is not stopped.`);
  for (const { id } of stops) await reinstate(change, id);
}
