/** Honest partners at work: every answer that is no whole answer is an error of ours, and is kept with its scenario. */
import type { Account } from '../accounts.js';
import type { Answer, AskOptions, Desk } from '../desk.js';
import type { SimulatedClock } from '../simulatedClock.js';

export interface HonestError {
  readonly at: number;
  readonly scenario: string;
  readonly code: string;
  readonly message: string;
}

/** A connection of the contract. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Between two requests: a person looks at an answer. */
const personPaceMs = 20_000;
const machinePaceMs = 50;

export class Honest {
  readonly #desk: Desk;
  readonly #clock: SimulatedClock;
  readonly errors: HonestError[] = [];
  /** Requests by scenario. */
  readonly requests = new Map<string, number>();

  constructor(desk: Desk, clock: SimulatedClock) {
    this.#desk = desk;
    this.#clock = clock;
  }

  /** Asks and counts whatever is refused; null then. */
  async ask<T = Readonly<Record<string, unknown>>>(
    scenario: string,
    account: Account,
    query: string,
    options: AskOptions = {},
  ): Promise<T | null> {
    const answer = await this.answer(scenario, account, query, options);
    if (answer.status === 200 && answer.codes.length === 0) return answer.data as T;
    this.#note(scenario, answer.codes[0] ?? `HTTP ${String(answer.status)}`, answer.messages[0] ?? '');
    return null;
  }

  /** The same at a moment of somebody else's time, which goes on by its own pace. */
  async askMeanwhile(scenario: string, account: Account, query: string, options: AskOptions = {}): Promise<void> {
    this.#count(scenario);
    const { status, codes, messages } = await this.#desk.ask(account, query, options);
    if (status !== 200 || codes.length > 0)
      this.#note(scenario, codes[0] ?? `HTTP ${String(status)}`, messages[0] ?? '');
  }

  /** Asks where a refusal may be what honest software meets and deals with. */
  async answer(scenario: string, account: Account, query: string, options: AskOptions = {}): Promise<Answer> {
    this.#count(scenario);
    await this.#clock.advance(account.kind === 'MACHINE' ? machinePaceMs : personPaceMs);
    return this.#desk.ask(account, query, options);
  }

  /** Walks a list to its end. */
  async pages<Node>(
    scenario: string,
    account: Account,
    query: string,
    { root, variables, ...options }: AskOptions & { readonly root: string },
  ): Promise<readonly Node[]> {
    const nodes: Node[] = [];
    let after: string | undefined;
    do {
      const asked = { ...options, variables: { ...variables, after } };
      const data = await this.ask<Readonly<Record<string, Page<Node>>>>(scenario, account, query, asked);
      const page = data?.[root];
      if (page === undefined) return nodes;
      nodes.push(...page.nodes);
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
    } while (after !== undefined);
    return nodes;
  }

  /** Work that was answered and still not what the partner needs is an error too. */
  require(isRight: boolean, scenario: string, what: string): void {
    if (!isRight) this.#note(scenario, 'INCOMPLETE', what);
  }

  #count(scenario: string): void {
    this.requests.set(scenario, (this.requests.get(scenario) ?? 0) + 1);
  }

  #note(scenario: string, code: string, message: string): void {
    this.errors.push({ at: this.#clock.now(), scenario, code, message });
  }
}
