/** The person's side as the gateway and the engine's own work meet it. */
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Vault } from '../vault/vault.js';
import type { OfferedApproval } from './approvables.js';
import { offeredApprovals } from './approvables.js';
import type { ApprovalWish, ChangingDesk, Confirm } from './approvals.js';
import { giveApproval, withdrawApproval } from './approvals.js';
import { deriveNotices } from './deriveNotices.js';
import { noticeErasure } from './erased.js';
import type { OwnApproval } from './ownApprovals.js';
import { ownApprovals } from './ownApprovals.js';
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

  /** What the caller has approved of its own. Throws as {@link ownDisclosures}. */
  approvals(caller: Caller, page: PageRequest): Promise<Page<OwnApproval>> {
    return ownApprovals(this.#approvalDesk(), this.#options.database, caller, page);
  }

  /** What the caller may approve. Throws Refused FORBIDDEN. */
  approvables(caller: Caller): Promise<readonly OfferedApproval[]> {
    return offeredApprovals(this.#approvalDesk(), this.#options.database, caller);
  }

  /** Throws Refused FORBIDDEN, NOT_REGISTERED or ARGUMENT_INVALID; what `confirm` throws undoes it. */
  approve(caller: Caller, wish: ApprovalWish, confirm: Confirm): Promise<OwnApproval> {
    return giveApproval(this.#approvalDesk(), caller, wish, confirm);
  }

  /** Throws Refused FORBIDDEN or ARGUMENT_INVALID; what `confirm` throws undoes it. */
  withdraw(caller: Caller, id: string, confirm: Confirm): Promise<OwnApproval> {
    return withdrawApproval(this.#approvalDesk(), caller, id, confirm);
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

  #approvalDesk(): ChangingDesk & Pick<PersonDeskOptions, 'types'> {
    const { database, policy, vault, types, clock } = this.#options;
    return { database, policy, types, cursors: vault.cursors, now: clock.now() };
  }

  #desk(): NoticeDesk {
    const { database, policy, vault, clock } = this.#options;
    return { database, policy, vault, now: clock.now() };
  }
}
