/**
 * Which partners, accounts and applications are known here, and what is stopped. It remembers nothing: each question is a
 * statement on what has committed, so that every replica gives one answer.
 */
import type { Clock } from '../kernel/clock.js';
import type { Uuid } from '../kernel/uuid.js';
import type { Database } from '../store/database.js';
import { absorb } from './absorb.js';
import type { Absorption, AbsorptionOutcome } from './absorb.js';
import type { Actor } from './actor.js';
import { administer } from './administer.js';
import type { AdministrationOrder } from './administer.js';
import type { Administering } from './administrator.js';
import type { Admission, AdmissionRequest, SpentProof } from './admission.js';
import { admit } from './admit.js';
import { approve } from './approve.js';
import { inChange } from './change.js';
import type { Change } from './change.js';
import { close } from './close.js';
import { confirm } from './confirm.js';
import type { Executor } from '../store/statement.js';
import { createAccount, createApplication, createOrganisation, createUnit } from './create.js';
import { requireEntries } from './entries.js';
import type {
  AccountEntry,
  ApplicationEntry,
  OrganisationEntry,
  RegisterEntries,
  Signatories,
  UnitEntry,
} from './entries.js';
import { instant } from './instant.js';
import { listAccounts } from './listAccounts.js';
import type { AccountFilter, ListedAccount } from './listAccounts.js';
import { listOperations, registeredTexts } from './listOperations.js';
import type { ListedOperation, RegisteredText } from './listOperations.js';
import { listOrganisations } from './listOrganisations.js';
import type { ListedOrganisation } from './listOrganisations.js';
import { listStops } from './listStops.js';
import type { ListedStop } from './listStops.js';
import { operationText, registerOperation, revokeOperation } from './operations.js';
import type { OperationEntry, OperationKey } from './operations.js';
import { ownAccounts } from './ownAccounts.js';
import type { AccountPage } from './ownAccounts.js';
import { endPeak, listPeaks, openPeak } from './peaks.js';
import type { ListedPeak, Peak, PeakOutcome } from './peaks.js';
import { proofFailed } from './proofFailed.js';
import type { FailedProof } from './proofFailed.js';
import { purgeEvery, purgeProofs } from './purgeProofs.js';
import { reinstate } from './reinstate.js';
import type { Reinstatement } from './reinstate.js';
import { isRestricted, restrictApplication, restrictedApplications, unrestrictApplication } from './restrict.js';
import { seed } from './seed.js';
import type { Seeded } from './seed.js';
import { showAccount } from './showAccount.js';
import type { ShownAccount } from './showAccount.js';
import { askForStepUp } from './stepUp.js';
import { stop } from './stop.js';
import type { StopKind, StopOrder } from './stop.js';
import { findSubject } from './subjects.js';
import type { SubjectKind } from './subjects.js';
import { readVersion, sharedFromNow } from './version.js';

export class Register {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #version: () => Promise<string>;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#version = sharedFromNow(() => readVersion(database));
  }

  /**
   * Judges a request and spends its proof, in one round trip. Rejects with Failure STORE_UNAVAILABLE, after which the
   * request must be refused: whether the proof was spent is then unknown.
   */
  async admit(request: AdmissionRequest, proof?: SpentProof): Promise<Admission> {
    const now = this.#clock.now();
    const admission = await admit(this.#database, request, now, proof);
    if (proof !== undefined && isTurnToPurge(proof)) await purgeProofs(this.#database, now);
    return admission;
  }

  /**
   * Judges again, as the last statement before anything leaves. `executor`: the database, or the transaction of a write;
   * `coordinates`: what the operation touched, whose stopped ones the standing names.
   */
  confirm(executor: Executor, request: AdmissionRequest, coordinates: readonly string[]): Promise<Admission> {
    return confirm(executor, { request, coordinates }, this.#clock.now());
  }

  /**
   * Whether the judgement made at `version` still stands: whatever has committed before this call is seen. `executor`: the
   * database, where all who ask at once share a statement, or the transaction of a write.
   */
  async isUnchanged(executor: Executor, version: string): Promise<boolean> {
    const current = this.#database.isOneWith(executor) ? this.#version() : readVersion(executor);
    return (await current) === version;
  }

  /** Counts a proof that failed behind a valid token. */
  proofFailed(failed: FailedProof): Promise<void> {
    return proofFailed(this.#database, failed, this.#clock.now());
  }

  /**
   * Registers entries in bulk, approved. Again it changes nothing. Throws Refused SECOND_PERSON_NEEDED, ARGUMENT_INVALID
   * or REGISTER_CONFLICT, with nothing kept.
   */
  async seed(entries: RegisterEntries, by: Signatories): Promise<Seeded> {
    requireEntries(entries, by);
    return this.#change(by.createdBy, (change) => seed(change, entries, by));
  }

  /** Waits for a second operator. Throws Refused, as all changes do. */
  createOrganisation(actor: Actor, entry: OrganisationEntry): Promise<void> {
    return this.#change(actor, (change) => createOrganisation(change, entry));
  }

  createUnit(actor: Actor, entry: UnitEntry): Promise<void> {
    return this.#change(actor, (change) => createUnit(change, entry));
  }

  createApplication(actor: Actor, entry: ApplicationEntry): Promise<void> {
    return this.#change(actor, (change) => createApplication(change, entry));
  }

  /** In quarantine until a second person approves it. */
  createAccount(actor: Actor, entry: AccountEntry): Promise<void> {
    return this.#change(actor, (change) => createAccount(change, entry));
  }

  approve(actor: Actor, id: string, kind: SubjectKind = 'ACCOUNT'): Promise<void> {
    return this.#change(actor, (change) => approve(change, kind, id));
  }

  /** For good. */
  close(actor: Actor, id: string, kind: SubjectKind = 'ACCOUNT'): Promise<void> {
    return this.#change(actor, (change) => close(change, kind, id));
  }

  /** Proposes it, or does it when another operator has proposed the same. */
  absorb(actor: Actor, absorption: Absorption): Promise<AbsorptionOutcome> {
    return this.#change(actor, (change) => absorb(change, absorption));
  }

  /** Gives the id of the stop, once it holds on every replica. */
  stop(actor: Actor, order: StopOrder): Promise<Uuid> {
    const at = instant(this.#clock.now());
    return this.#database.transaction((session) => stop({ session, actor, at }, order));
  }

  /** Asks an account's older sessions to authenticate again. */
  askForStepUp(actor: Actor, account: string): Promise<void> {
    const at = instant(this.#clock.now());
    return this.#database.transaction((session) => askForStepUp({ session, actor, at }, account));
  }

  /** Lifts a stop, or is the first of the two who must. */
  reinstate(actor: Actor, stopId: string): Promise<Reinstatement> {
    return this.#change(actor, (change) => reinstate(change, stopId));
  }

  /** Proposes a planned peak, or opens it when another operator has proposed the same. */
  openPeak(actor: Actor, peak: Peak): Promise<PeakOutcome> {
    return this.#change(actor, (change) => openPeak(change, peak));
  }

  /** Ends a peak, proposed or open. */
  endPeak(actor: Actor, id: number): Promise<void> {
    return this.#change(actor, (change) => endPeak(change, id));
  }

  peaks(): Promise<readonly ListedPeak[]> {
    return listPeaks(this.#database);
  }

  /** Lets the machines of an application, and its persons if it is restricted, run one document. */
  registerOperation(actor: Actor, entry: OperationEntry): Promise<void> {
    return this.#change(actor, (change) => registerOperation(change, entry));
  }

  revokeOperation(actor: Actor, key: OperationKey): Promise<void> {
    return this.#change(actor, (change) => revokeOperation(change, key));
  }

  /** @param digest SHA-256 of the exact text. */
  operationText(application: string, digest: Uint8Array, purpose: string): Promise<string | undefined> {
    return operationText(this.#database, { application, digest, purpose });
  }

  /** From then on the application runs its registered operations only, for persons too. */
  restrictApplication(actor: Actor, application: string): Promise<void> {
    return this.#change(actor, (change) => restrictApplication(change, application));
  }

  /** By another operator. */
  unrestrictApplication(actor: Actor, application: string): Promise<void> {
    return this.#change(actor, (change) => unrestrictApplication(change, application));
  }

  isRestricted(application: string): Promise<boolean> {
    return isRestricted(this.#database, application);
  }

  /** Of the caller's organisation, for its administrators. */
  ownAccounts(administering: Administering, page: AccountPage): Promise<readonly ListedAccount[]> {
    return ownAccounts(this.#database, administering, page, this.#clock.now());
  }

  /** Changes an account of the caller's organisation, for its administrators, by the rules of every change. */
  administer(administering: Administering, order: AdministrationOrder): Promise<ListedAccount> {
    return administer(this.#database, administering, order, this.#clock.now());
  }

  list(filter: AccountFilter = {}): Promise<readonly ListedAccount[]> {
    return listAccounts(this.#database, filter);
  }

  show(account: string): Promise<ShownAccount | undefined> {
    return showAccount(this.#database, account);
  }

  stopsOf(kind: StopKind, target: string): Promise<readonly ListedStop[]> {
    return listStops(this.#database, kind, target);
  }

  organisations(): Promise<readonly ListedOrganisation[]> {
    return listOrganisations(this.#database);
  }

  async isOrganisation(id: string): Promise<boolean> {
    return (await this.#database.exclusive((session) => findSubject(session, 'ORGANISATION', id))) !== undefined;
  }

  operations(application?: string): Promise<readonly ListedOperation[]> {
    return listOperations(this.#database, application);
  }

  restrictedApplications(): Promise<readonly string[]> {
    return restrictedApplications(this.#database);
  }

  /** All that may run. */
  registeredTexts(): Promise<readonly RegisteredText[]> {
    return registeredTexts(this.#database);
  }

  #change<T>(actor: Actor, work: (change: Change) => Promise<T>): Promise<T> {
    return inChange(this.#database, { actor, at: instant(this.#clock.now()) }, work);
  }
}

/** A digest's bytes are as good as dice. */
function isTurnToPurge({ digest }: SpentProof): boolean {
  return (digest[0] ?? 0) % purgeEvery === 0;
}
