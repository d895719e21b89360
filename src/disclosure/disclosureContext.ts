/** What every stage of one disclosure shares: the rooms, who asks, and one instant for the whole operation. */
import type { Budget } from '../budget/budget.js';
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import { organisationScope } from '../kernel/idScope.js';
import type { Recording } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PersonDesk } from '../persons/personDesk.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Register } from '../register/register.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Reading } from '../store/read/parameters.js';
import type { RowReader } from '../store/read/readRows.js';
import { readTimes } from '../store/read/readTimes.js';
import type { RowWriter } from '../store/write/rowWriter.js';
import type { Vault } from '../vault/vault.js';
import type { BlindIndexes } from './blindIndexes.js';
import type { ColumnOpeners } from './columnOpeners.js';

export interface CorridorRooms {
  readonly policy: CompiledPolicy;
  readonly database: Database;
  readonly register: Register;
  readonly budget: Budget;
  readonly ledger: Ledger;
  readonly rows: RowReader;
  readonly writer: RowWriter;
  readonly vault: Vault;
  readonly openers: ColumnOpeners;
  readonly indexes: BlindIndexes;
  readonly clock: Clock;
  readonly persons: PersonDesk;
  readonly types: ColumnTypes;
  /** Told of every lookup by its token, whatever it finds; it takes no time and changes no answer. */
  readonly lookups?: LookupObserver;
}

export interface LookupObserver {
  looked(lookup: { readonly table: string; readonly column: string; readonly token: Buffer }, caller: Caller): void;
}

export interface Disclosure {
  readonly rooms: CorridorRooms;
  readonly caller: Caller;
  /** Milliseconds since the epoch: one instant, so that no link ends between two statements. */
  readonly now: number;
  readonly reading: Reading;
  /** Whose ids these are: two organisations get different ones for one person. */
  readonly scope: string;
  /** What stands in the ledger of this operation so far. */
  readonly recordings: Recording[];
}

export function beginDisclosure(rooms: CorridorRooms, caller: Caller): Disclosure {
  const now = rooms.clock.now();
  return { rooms, caller, now, reading: readingOf(rooms, caller, now), scope: scopeOf(caller), recordings: [] };
}

/** As whom and when the caller's links are compared. */
export function readingOf(
  { policy }: Pick<CorridorRooms, 'policy'>,
  { claims, purpose, standing }: Caller,
  now: number,
): Reading {
  return { claims, absorbed: standing.absorbed, purpose, times: readTimes(now, policy.zones) };
}

/** Ids are an organisation's; who has none (a person, say) gets ids of the account. */
function scopeOf({ claims: { ACCOUNT: account, ORGANISATION: organisation } }: Caller): string {
  return organisation === undefined ? `account ${account}` : organisationScope(organisation);
}
