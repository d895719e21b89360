/**
 * Takes what was written to the ledger into its tree, every second. Each server has one; a lock of the session lets one at a time
 * work, and when its connection ends, whatever the reason, the next one takes over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SigningKey } from '../jws/signingKey.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import { sqlstateOf } from '../store/sqlError.js';
import { integrate, stepBounds } from './integrate.js';
import type { StepBounds } from './integrate.js';
import type { Witnessing } from './witnessing.js';

export interface SequencerOptions {
  readonly database: Database;
  readonly key: SigningKey;
  /** Undefined: nobody outside the database is told. */
  readonly witnessing: Witnessing | undefined;
  readonly bounds?: StepBounds;
  readonly everyMilliseconds?: number;
  /** Told of what failed, once until it works again; everything is tried again. */
  readonly onFailure: (error: unknown) => void;
}

const leadKey = 4_785_221_909;
const lockNotAvailable = '55P03';

export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #told = '';

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Takes in what is there, if it is this one's turn, and gives the turn back. */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#options.witnessing?.close();
  }

  async #run(): Promise<void> {
    do {
      await this.#attempt(() => this.#options.database.exclusive((session) => this.#takeTurn(session)));
    } while (await this.#waited());
  }

  async #takeTurn(session: Session): Promise<void> {
    const statement = { name: 'ledger_lead', text: 'SELECT pg_try_advisory_lock($1) AS leads', values: [leadKey] };
    const [row] = await session.read(statement);
    if (row?.['leads'] !== true) {
      this.#told = '';
      return;
    }
    try {
      await this.#lead(session);
    } finally {
      await giveBack(session);
    }
  }

  async #lead(session: Session): Promise<void> {
    do {
      await this.#attempt(() => this.#takeIn(session));
    } while (!session.isBroken && (await this.#waited()));
    if (!session.isBroken) await this.#attempt(() => this.#takeIn(session));
  }

  async #takeIn(session: Session): Promise<void> {
    const { key, witnessing, bounds = stepBounds } = this.#options;
    const horizon = await horizonOf(session);
    if (horizon === undefined) return;
    let made;
    do {
      made = await integrate(session, { horizon, key, bounds });
    } while (made !== undefined && !this.#stopping.signal.aborted);
    this.#told = '';
    witnessing?.catchUp();
  }

  /** Says what fails once, not every second. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (said !== this.#told) this.#options.onFailure(error);
      this.#told = said;
    }
  }

  /** False when the sequencer is to stop. */
  async #waited(): Promise<boolean> {
    const { signal } = this.#stopping;
    if (signal.aborted) return false;
    await sleep(this.#options.everyMilliseconds ?? 1_000, undefined, { signal, ref: false }).catch(() => undefined);
    return !signal.aborted;
  }
}

/** The lock is the session's: a connection must not go back to the pool with it. */
async function giveBack(session: Session): Promise<void> {
  if (session.isBroken) return;
  try {
    const text = 'SELECT pg_advisory_unlock($1) AS given';
    const [row] = await session.read({ name: 'ledger_lead_given_back', text, values: [leadKey] });
    if (row?.['given'] !== true) session.markBroken();
  } catch {
    session.markBroken();
  }
}

/** Undefined when writers held the ledger for longer than others may wait for us: the next second is another chance. */
async function horizonOf(session: Session): Promise<number | undefined> {
  try {
    const text = 'SELECT cloison.ledger_horizon() AS horizon';
    const [row] = await session.read({ name: 'ledger_horizon', text, values: [] });
    return Number(row?.['horizon']);
  } catch (error) {
    if (sqlstateOf(error) === lockNotAvailable) return undefined;
    throw error;
  }
}
