/** What an operator looks at: bounded pages, in the order of ids. */
import type { Database } from '../store/database.js';
import type { AccountKind } from './entries.js';
import { survivorOf } from './survivor.js';

export const accountStates = ['ACTIVE', 'QUARANTINE', 'STOPPED', 'CLOSED'] as const;
export type AccountState = (typeof accountStates)[number];

export interface ListedAccount {
  readonly id: string;
  readonly kind: AccountKind;
  readonly organisation: string;
  readonly unit: string | null;
  readonly application: string | null;
  readonly isAdministrator: boolean;
  readonly state: AccountState;
  readonly createdBy: string;
  /** Instants are ISO 8601, in UTC. */
  readonly createdAt: string;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  /** To the day. */
  readonly lastSeenAt: string | null;
  readonly stepUpSince: string | null;
}

export interface AccountFilter {
  readonly organisation?: string | undefined;
  readonly state?: AccountState | undefined;
  /** The last id of the page before. */
  readonly after?: string | undefined;
}

const pageOfAccounts = 500;

/** Whether the stop `w` is in force and holds the account `a`. A part that is not there makes no key. */
export const holdsAccount = `w.reinstated_at IS NULL AND w.key = ANY (ARRAY['EVERYTHING:*', 'ACCOUNT:' || a.id,
  'UNIT:' || a.unit_id, 'APPLICATION:' || a.application_id, 'ORGANISATION:' || a.organisation_id,
  'ORGANISATION:' || ${survivorOf('a.organisation_id')}])`;

/** What is selected of an account, with its FROM. */
export const accountColumns = `a.id, a.kind, a.organisation_id AS organisation, a.unit_id AS unit, a.application_id AS application,
       a.is_administrator AS "isAdministrator", state.name AS state, a.created_by AS "createdBy", a.created_at AS "createdAt",
       a.approved_by AS "approvedBy", a.approved_at AS "approvedAt", a.closed_by AS "closedBy", a.closed_at AS "closedAt",
       a.last_seen_at AS "lastSeenAt", a.step_up_since AS "stepUpSince"
  FROM cloison.account a
 CROSS JOIN LATERAL (
   SELECT CASE WHEN a.closed_at IS NOT NULL THEN 'CLOSED'
               WHEN EXISTS (SELECT FROM cloison.stop w WHERE ${holdsAccount}) THEN 'STOPPED'
               WHEN a.approved_at IS NULL THEN 'QUARANTINE' ELSE 'ACTIVE' END AS name) state`;

export async function listAccounts(database: Database, filter: AccountFilter): Promise<readonly ListedAccount[]> {
  const rows = await database.read({
    name: 'register_list_accounts',
    text: `SELECT ${accountColumns}
 WHERE a.id > $1::text AND ($2::text IS NULL OR ${survivorOf('a.organisation_id')} = ${survivorOf('$2::text')})
   AND ($3::text IS NULL OR state.name = $3::text)
 ORDER BY a.id LIMIT ${pageOfAccounts}`,
    values: [filter.after ?? '', filter.organisation ?? null, filter.state ?? null],
  });
  return rows as readonly unknown[] as readonly ListedAccount[];
}
