/** A thief at work with stolen accounts: asks, keeps what it gets, notes when it is cut off; and honest people go on beside it. */
import type { Account } from './accounts.js';
import { Bystanders } from './bystanders.js';
import type { Answer, AskOptions } from './desk.js';
import { Loot } from './loot.js';
import { reachOf } from './reach.js';
import type { Strategy } from './strategies/strategy.js';
import { dayMs } from './time.js';
import type { World } from './world.js';

export interface ThiefOptions extends AskOptions {
  /** Which of the stolen accounts; the first one unless named. */
  readonly as?: number;
}

/** Where none of the accounts ever asked from. */
const ownAddress = '185.220.101.7';
const delayedMs = 2_500;
/** Between two turns of the watcher. */
const watchedEveryMs = 250;

/** Refusals after which the account reads no more: it is stopped, or must authenticate anew, which the thief can't. */
const cutOffCodes: ReadonlySet<string> = new Set(['NOT_ACTIVE', 'SUBMISSION_ONLY', 'AUTHENTICATION_INSUFFICIENT']);

export class Thief {
  readonly world: World;
  readonly accounts: readonly Account[];
  readonly loot: Loot;
  readonly startedAt: number;
  #watchedAt = 0;
  requests = 0;
  /** By code: what was refused. */
  readonly refusals = new Map<string, number>();
  /** When each account that was cut off was. */
  readonly #cutOff = new Map<number, number>();
  readonly #pauseMs: number;
  readonly #isAtHome: boolean;
  readonly #bystanders: Bystanders;
  readonly #reaches = new Map<string, ReadonlySet<string>>();

  constructor(world: World, { stolen, pauseMs, isAtHome = false }: Strategy) {
    this.world = world;
    this.accounts = stolen;
    this.#isAtHome = isAtHome;
    this.loot = new Loot(world);
    this.startedAt = world.clock.now();
    this.#pauseMs = pauseMs;
    this.#bystanders = new Bystanders(world, stolen);
  }

  /** Whether all its accounts are cut off. */
  get isCutOff(): boolean {
    return this.#cutOff.size === this.accounts.length;
  }

  /** Attack time until the last of its accounts was cut off, in seconds; null: it never was. */
  get cutOffAfterSeconds(): number | null {
    if (!this.isCutOff) return null;
    return (Math.max(...this.#cutOff.values()) - this.startedAt) / 1_000;
  }

  async ask(query: string, options: ThiefOptions = {}): Promise<Answer> {
    await this.#pass(this.#pauseMs);
    const answer = await this.#send(query, options);
    if (this.requests % 12 === 0) await this.#bystanders.step();
    return answer;
  }

  /** All at one moment. */
  async together(queries: readonly string[], options: (index: number) => ThiefOptions): Promise<readonly Answer[]> {
    const answers = await Promise.all(queries.map((query, index) => this.#send(query, options(index))));
    await this.#pass(this.#pauseMs);
    return answers;
  }

  /** Attack time passes. */
  wait(milliseconds: number): Promise<void> {
    return this.#pass(milliseconds);
  }

  /** The watcher has had its turns in it. */
  async #pass(milliseconds: number): Promise<void> {
    await this.world.clock.advance(milliseconds);
    if (this.world.clock.now() - this.#watchedAt < watchedEveryMs) return;
    this.#watchedAt = this.world.clock.now();
    await this.world.site.watched();
  }

  async #send(query: string, { as = 0, ...options }: ThiefOptions): Promise<Answer> {
    const account = this.accounts[as];
    if (account === undefined) throw new Error(`the thief has no account ${String(as)}`);
    this.requests++;
    const reach = await this.#reachOf(account);
    const address = this.#isAtHome ? account.address : ownAddress;
    const began = performance.now();
    const answer = await this.world.desk.ask(account, query, { address, ...options });
    await this.#noteDelay(performance.now() - began);
    for (const code of answer.codes) this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    if (answer.codes.some((code) => cutOffCodes.has(code))) this.#cutOff.set(as, this.world.clock.now());
    this.loot.keep(account, answer.data, reach);
    return answer;
  }

  /** What the service lets a request wait, because it slows the account, passes in attack time too. */
  async #noteDelay(milliseconds: number): Promise<void> {
    if (milliseconds > delayedMs) await this.world.clock.advance(milliseconds);
  }

  /** Links last by days: asked once for each. */
  async #reachOf(account: Account): Promise<ReadonlySet<string>> {
    const now = this.world.clock.now();
    const key = `${account.id} ${String(Math.floor(now / (dayMs / 24)))}`;
    const known = this.#reaches.get(key) ?? (await reachOf(this.world.site, [account], now, now));
    this.#reaches.set(key, known);
    return known;
  }
}
