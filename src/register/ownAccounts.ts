/** What an administrator looks at through the API: the accounts of its organisation, and of those that it has absorbed. */
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import type { Administering } from './administrator.js';
import { confirmAdministrator, requireAdministrator } from './administrator.js';
import { accountColumns } from './listAccounts.js';
import type { ListedAccount } from './listAccounts.js';
import { isRegisterId } from './registerId.js';

export interface AccountPage {
  readonly first: number;
  /** The last id of the page before. */
  readonly after: string | undefined;
}

const text = `SELECT ${accountColumns}
 WHERE a.organisation_id IN (SELECT o.id FROM cloison.organisation o WHERE o.id = $1 OR o.absorbed_by = $1)
   AND ($2::text IS NULL OR a.id > $2::text)
 ORDER BY a.id LIMIT $3`;

/** In the order of ids. Throws Refused ADMINISTRATOR_NEEDED, CURSOR_INVALID, or as `confirmAdministrator`. */
export function ownAccounts(
  database: Database,
  administering: Administering,
  { first, after }: AccountPage,
  now: number,
): Promise<readonly ListedAccount[]> {
  if (after !== undefined && !isRegisterId(after))
    throw refuse('CURSOR_INVALID', 'A cursor of accounts is the id of one.');
  return database.transaction(async (session) => {
    const organisation = await requireAdministrator(session, administering);
    const values = [organisation, after ?? null, first];
    const accounts = await session.read({ name: 'register_own_accounts', text, values });
    await confirmAdministrator(session, administering, now);
    return accounts as readonly unknown[] as readonly ListedAccount[];
  });
}
