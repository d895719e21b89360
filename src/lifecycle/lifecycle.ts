/** What everything here works with; wired once in main. */
import type { Clock } from '../kernel/clock.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import type { Vault } from '../vault/vault.js';
import type { ErasurePlan } from './erasurePlan.js';
import type { RegisterLine } from './registerLine.js';

export interface Lifecycle {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Of the policy: IANA names. */
  readonly zones: readonly string[];
  readonly plans: readonly ErasurePlan[];
  /** Told in the transaction of the erasure, in their order: what one of them writes commits with it, what it throws stops it. */
  readonly onErased: readonly ErasedListener[];
}

export type ErasedListener = (session: Session, erased: readonly RegisterLine[]) => Promise<void>;

/** Persons of one transaction. */
export const batchSize = 200;
