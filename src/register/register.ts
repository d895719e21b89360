/**
 * Which partners, accounts and applications are known here, and what is stopped. It remembers nothing: each question is a
 * statement on what has committed, so that every replica gives one answer.
 */
import type { Clock } from '../kernel/clock.js';
import type { Database } from '../store/database.js';
import type { Admission, AdmissionRequest, SpentProof } from './admission.js';
import { admit } from './admit.js';
import { inChange } from './change.js';
import { confirm } from './confirm.js';
import type { Executor } from './confirm.js';
import { requireEntries } from './entries.js';
import type { RegisterEntries, Signatories } from './entries.js';
import { proofFailed } from './proofFailed.js';
import { purgeEvery, purgeProofs } from './purgeProofs.js';
import { seed } from './seed.js';
import type { Seeded } from './seed.js';

export class Register {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
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

  /** Counts a proof that failed behind a valid token of `account`. */
  proofFailed(account: string): Promise<void> {
    return proofFailed(this.#database, account, this.#clock.now());
  }

  /**
   * Registers entries in bulk, approved. Again it changes nothing. Throws Refused SECOND_PERSON_NEEDED, ARGUMENT_INVALID
   * or REGISTER_CONFLICT, with nothing kept.
   */
  seed(entries: RegisterEntries, by: Signatories): Promise<Seeded> {
    requireEntries(entries, by);
    return inChange(this.#database, by.createdBy, this.#clock.now(), (change) => seed(change, entries, by));
  }
}

/** A digest's bytes are as good as dice. */
function isTurnToPurge({ digest }: SpentProof): boolean {
  return (digest[0] ?? 0) % purgeEvery === 0;
}
