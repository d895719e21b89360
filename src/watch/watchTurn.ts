/**
 * One turn of the watcher, on the connection that holds its lock: whoever has lost the lock has lost the connection, and can
 * neither move on nor raise anything.
 */
import type { AppendedEntry } from '../ledger/appendStatement.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Register } from '../register/register.js';
import type { Session } from '../store/session.js';
import { inTransaction } from '../store/transaction.js';
import type { Detector } from './detectors/detector.js';
import type { Alarm } from './observe.js';
import { react, slow, watcher } from './react.js';
import type { Reaction } from './reactions.js';
import { queueDelivery } from './sql/deliveries.js';
import { raiseAlarm } from './sql/alarms.js';
import type { ListedAlarm } from './sql/alarms.js';
import type { Progress } from './sql/progress.js';
import { progressAfter, readProgress, writeProgress } from './sql/progress.js';
import { entriesAtMost, entryOf, readEntries } from './sql/readEntries.js';
import type { WatchedEntry } from './watchedEntry.js';
import type { WatchedPolicy } from './watchedPolicy.js';
import { WatchMemory } from './watchMemory.js';

export interface TurnDeps {
  readonly register: Register;
  readonly ledger: Ledger;
  readonly policy: WatchedPolicy;
  readonly detectors: readonly Detector[];
  /** Whether a webhook is to be told. */
  readonly tellsWebhook: boolean;
}

interface Raised {
  readonly alarm: Alarm;
  readonly reactions: readonly Reaction[];
}

/** How long habits may be newer in memory than in the database; whoever takes over reads those entries again. */
const writtenEveryMs = 1_000;

export class WatchTurns {
  readonly #session: Session;
  readonly #deps: TurnDeps;
  readonly #memory: WatchMemory;
  #progress: Progress;
  #written: { readonly last: number; readonly at: number };

  private constructor(session: Session, deps: TurnDeps, begun: { memory: WatchMemory; progress: Progress }) {
    this.#session = session;
    this.#deps = deps;
    this.#memory = begun.memory;
    this.#progress = begun.progress;
    this.#written = { last: begun.progress.last, at: performance.now() };
  }

  static async begin(session: Session, deps: TurnDeps): Promise<WatchTurns> {
    const { progress, shared } = await readProgress(session, performance.now());
    return new WatchTurns(session, deps, { memory: new WatchMemory(shared), progress });
  }

  /** Whether there is more to read at once. */
  async next(): Promise<boolean> {
    const { last, missing } = this.#progress;
    const rows = await this.#session.read(readEntries(last, [...missing.keys()]));
    const entries = rows.flatMap((row) => entryOf(row, this.#deps.policy) ?? []);
    const raised = await this.#raise(entries);
    const ids = rows.map((row) => Number(row['id']));
    this.#progress = progressAfter(this.#progress, ids, performance.now());
    if (raised.length > 0 || this.#isDue()) await this.#write(raised);
    return rows.length === entriesAtMost;
  }

  /** Writes what is newer in memory. */
  async end(): Promise<void> {
    if (this.#progress.last !== this.#written.last) await this.#write([]);
  }

  async #raise(entries: readonly WatchedEntry[]): Promise<readonly Raised[]> {
    if (entries.length === 0) return [];
    await this.#memory.load(this.#session, entries);
    const alarms = this.#memory.observe(entries, this.#deps.detectors);
    const raised: Raised[] = [];
    for (const alarm of alarms.filter(({ entry }) => entry > this.#progress.learnsUntil))
      raised.push({ alarm, reactions: await react(this.#deps.register, alarm) });
    return raised;
  }

  #isDue(): boolean {
    const { last, at } = this.#written;
    return this.#progress.last !== last && performance.now() - at >= writtenEveryMs;
  }

  async #write(raised: readonly Raised[]): Promise<void> {
    await inTransaction(this.#session, async () => {
      await this.#memory.write(this.#session);
      await writeProgress(this.#session, this.#progress, this.#memory.shared);
      for (const each of raised) await this.#record(each);
    });
    this.#memory.kept();
    this.#written = { last: this.#progress.last, at: performance.now() };
  }

  async #record({ alarm, reactions }: Raised): Promise<void> {
    const listed = await raiseAlarm(this.#session, alarm, reactions);
    if (listed === undefined) return;
    await slow(this.#session, alarm);
    await this.#deps.ledger.appendIn(this.#session, [eventOf(listed)]);
    if (this.#deps.tellsWebhook) await this.#session.write(queueDelivery(listed));
  }
}

/** Its account is part of what happened, not who did it. */
function eventOf({ id, detector, level, account, accounts, reactions, entry }: ListedAlarm): AppendedEntry {
  const detail = { event: 'ALARM', alarm: id, detector, level, account, accounts, reactions, entry };
  return { head: { kind: 'EVENT', actor: watcher, detail }, persons: [], shapes: [], shapeOf: undefined };
}
