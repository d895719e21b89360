/** The person's side as the gateway and the engine's own work meet it. */
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Vault } from '../vault/vault.js';
import { deriveNotices } from './deriveNotices.js';
import { noticeErasure } from './erased.js';
import type { OwnDisclosure } from './ownDisclosures.js';
import { ownDisclosures } from './ownDisclosures.js';
import type { OwnNotice } from './ownNotices.js';
import { ownNotices } from './ownNotices.js';
import type { Executor } from './personEntries.js';
import type { Page, PageRequest } from './places.js';
import { PolicyNames } from './policyNames.js';
import type { NoticeDesk, ToldNotice } from './tellNotices.js';
import { acknowledgeNotices, tellNotices } from './tellNotices.js';

export interface PersonDeskOptions {
  readonly database: Database;
  readonly policy: CompiledPolicy;
  readonly vault: Pick<Vault, 'cursors' | 'ids'>;
  readonly types: ColumnTypes;
  readonly clock: Clock;
}

export class PersonDesk {
  readonly #options: PersonDeskOptions;
  readonly #names: PolicyNames;

  constructor(options: PersonDeskOptions) {
    this.#options = options;
    this.#names = new PolicyNames(options.policy);
  }

  /** What was disclosed of the caller's own data. Throws Refused FORBIDDEN, CURSOR_INVALID or CURSOR_EXPIRED. */
  ownDisclosures(caller: Caller, page: PageRequest): Promise<Page<OwnDisclosure>> {
    const { database, policy, vault, clock } = this.#options;
    return ownDisclosures({ executor: database, policy, cursors: vault.cursors, now: clock.now() }, caller, page);
  }

  /** Who opened the caller's file for a reason. Throws as {@link ownDisclosures}. */
  ownNotices(caller: Caller, page: PageRequest): Promise<Page<OwnNotice>> {
    const { database, policy, vault, clock } = this.#options;
    return ownNotices({ executor: database, policy, cursors: vault.cursors, now: clock.now() }, caller, page);
  }

  /** What the caller's organisation was served and is no longer so. Throws as {@link ownDisclosures}. */
  notices(caller: Caller, page: PageRequest): Promise<Page<ToldNotice>> {
    return tellNotices(this.#desk(), caller, page);
  }

  /** Gives how many of `ids` are notices of the caller's organisation. Throws Refused FORBIDDEN. */
  acknowledge(caller: Caller, ids: readonly string[]): Promise<number> {
    return acknowledgeNotices(this.#desk(), caller, ids);
  }

  /** Tells every organisation that was served that a person is erased, once; kept with the erasure's transaction. */
  async erased(executor: Executor, erased: readonly { readonly person: string }[]): Promise<void> {
    for (const { person } of erased) await noticeErasure(executor, this.#names, person);
  }

  /** Makes the notices that what was written since the last call asks for. */
  async derive(): Promise<void> {
    const { database, policy, types } = this.#options;
    const derivation = { database, policy, types, names: this.#names };
    while (await deriveNotices(derivation));
  }

  #desk(): NoticeDesk {
    const { database, policy, vault, clock } = this.#options;
    return { database, policy, vault, now: clock.now() };
  }
}
