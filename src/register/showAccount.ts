import type { Database } from '../store/database.js';
import { notRegistered } from './authority.js';
import type { Executor } from '../store/statement.js';
import { accountColumns, holdsAccount } from './listAccounts.js';
import type { ListedAccount } from './listAccounts.js';
import { stopColumns } from './listStops.js';
import type { ListedStop } from './listStops.js';

export interface ListedEvent {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly detail: string | null;
}

export interface ShownAccount extends ListedAccount {
  /** In force, on whatever it belongs to. */
  readonly stops: readonly ListedStop[];
  /** The last hundred, the newest first. */
  readonly history: readonly ListedEvent[];
}

async function findAccount(executor: Executor, id: string): Promise<ListedAccount | undefined> {
  const accounts = await executor.read({
    name: 'register_show_account',
    text: `SELECT ${accountColumns} WHERE a.id = $1`,
    values: [id],
  });
  return (accounts as readonly unknown[] as readonly ListedAccount[])[0];
}

/** Throws Refused NOT_REGISTERED. */
export async function requireAccount(executor: Executor, id: string): Promise<ListedAccount> {
  const account = await findAccount(executor, id);
  if (account === undefined) throw notRegistered();
  return account;
}

/** Undefined when nobody registered it. */
export async function showAccount(database: Database, id: string): Promise<ShownAccount | undefined> {
  const account = await findAccount(database, id);
  if (account === undefined) return undefined;
  const stops = await database.read({
    name: 'register_stops_of_account',
    text: `SELECT ${stopColumns} FROM cloison.account a, cloison.stop w WHERE a.id = $1 AND ${holdsAccount} ORDER BY w.stopped_at, w.id`,
    values: [id],
  });
  const history = await database.read({
    name: 'register_history_of_account',
    text: `SELECT at, actor, action, detail FROM cloison.register_event
 WHERE kind = 'ACCOUNT' AND target = $1 ORDER BY register_event.id DESC LIMIT 100`,
    values: [id],
  });
  return {
    ...account,
    stops: stops as readonly unknown[] as readonly ListedStop[],
    history: history as readonly unknown[] as readonly ListedEvent[],
  };
}
