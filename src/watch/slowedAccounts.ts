/**
 * Delays the answers of accounts that are slowed, one after the other, so that asking at once gains nothing. Each replica reads
 * who they are once a second.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { refuse } from '../kernel/refusal.js';
import type { Database } from '../store/database.js';
import { slowedMilliseconds } from './reactions.js';
import { readSlowed } from './sql/slowed.js';

/** Requests of one account that wait, each with its connection. */
const waitingAtMost = 5;

export class SlowedAccounts {
  readonly #database: Database;
  readonly #pauseMs: number;
  #slowed: ReadonlySet<string> = new Set();
  /** Of the slowed ones: who waits, and when the last of them may go on. */
  readonly #waiting = new Map<string, { readonly count: number; readonly lastAt: number }>();

  constructor(database: Database, pauseMs = slowedMilliseconds) {
    this.#database = database;
    this.#pauseMs = pauseMs;
  }

  async refresh(): Promise<void> {
    const rows = await this.#database.read(readSlowed);
    this.#slowed = new Set(rows.map((row) => String(row['account'])));
  }

  /** Resolves when the account's request may go on; at once for everybody else. Throws Refused SLOWED_DOWN when too many wait. */
  pass(account: string): Promise<void> | undefined {
    return this.#slowed.has(account) ? this.#inTurn(account) : undefined;
  }

  async #inTurn(account: string): Promise<void> {
    const now = performance.now();
    const { count = 0, lastAt = now } = this.#waiting.get(account) ?? {};
    if (count >= waitingAtMost)
      throw refuse('SLOWED_DOWN', 'The account is slowed down: ask one thing after the other.');
    const goesAt = Math.max(now, lastAt) + this.#pauseMs;
    this.#waiting.set(account, { count: count + 1, lastAt: goesAt });
    try {
      await sleep(goesAt - now, undefined, { ref: false });
    } finally {
      this.#left(account);
    }
  }

  #left(account: string): void {
    const waiting = this.#waiting.get(account);
    if (waiting === undefined) return;
    if (waiting.count <= 1) this.#waiting.delete(account);
    else this.#waiting.set(account, { ...waiting, count: waiting.count - 1 });
  }
}
