/**
 * The ledger as the corridor meets it: what is to be disclosed is written, with what it spends, before anything is opened; what
 * became of it is written afterwards. Operations that come while a statement is under way share the next one and its commit.
 */
import { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import { sqlstateOf } from '../store/sqlError.js';
import type { EntryHead, Operation, Outcome } from './entry.js';
import { Gathered } from './gathered.js';
import { discloseStatement, outcomesOf } from './discloseStatement.js';
import { appendStatement } from './appendStatement.js';
import type { AppendedEntry } from './appendStatement.js';
import { settleStatement } from './settleStatement.js';
import type { Settlement } from './settleStatement.js';

/** Statements of one process that record at once: one may wait for a partner's lock while the other goes on. */
const statementsAtOnce = 2;
/** Operations of one statement, so that none waits long for those that it shares it with. */
const operationsAtOnce = 64;
/** What waits to be written afterwards, at most: refusals above it are counted and not told. */
const waitingAtMost = 10_000;

export class Ledger {
  readonly #disclosing: Gathered<Operation, Outcome>;
  readonly #settling: Gathered<Settlement, undefined>;
  readonly #appending: Gathered<AppendedEntry, undefined>;

  constructor(database: Database, onFailure: (error: unknown) => void) {
    this.#disclosing = new Gathered(
      async (operations) => outcomesOf(operations, await database.read(discloseStatement(operations))),
      { batchesAtOnce: statementsAtOnce, itemsAtOnce: operationsAtOnce, mayTryAlone: wasRefused },
    );
    const afterwards = { batchesAtOnce: 1, itemsAtOnce: 500, waitingAtMost, onFailure, mayTryAlone: wasRefused };
    this.#settling = new Gathered(async (settlements) => {
      await database.read(settleStatement(settlements));
      return settlements.map(() => undefined);
    }, afterwards);
    this.#appending = new Gathered(async (entries) => {
      await database.read(appendStatement(entries));
      return entries.map(() => undefined);
    }, afterwards);
  }

  /** Spends and records, or neither: committed when it resolves. Rejects with Failure STORE_UNAVAILABLE: then answer nothing. */
  async disclose(operation: Operation): Promise<Outcome> {
    return this.#disclosing.add(operation).catch(unavailable);
  }

  /** The same within a transaction of the caller's, and kept with it. */
  async discloseIn(session: Session, operation: Operation): Promise<Outcome> {
    const rows = await session.read(discloseStatement([operation])).catch(unavailable);
    const [outcome] = outcomesOf([operation], rows);
    invariant(outcome, 'an operation has its outcome');
    return outcome;
  }

  /** Says what became of an operation, soon and without anybody waiting; once for each. */
  settle(settlement: Settlement): void {
    this.#settling.addUnwaited(settlement);
  }

  /** Notes a decision not to answer, soon: nothing was disclosed. */
  refused(head: EntryHead): void {
    this.#appending.addUnwaited({ head, persons: [], shapes: [], shapeOf: undefined });
  }

  /** Appends what the engine or an operator did: committed when it resolves. */
  append(entry: AppendedEntry): Promise<undefined> {
    return this.#appending.add(entry);
  }

  /** The same within a transaction of the caller's. */
  async appendIn(session: Session, entries: readonly AppendedEntry[]): Promise<void> {
    await session.read(appendStatement(entries));
  }

  /** Waits until all that was said is written. */
  async close(): Promise<void> {
    await Promise.all([this.#disclosing.idle(), this.#settling.idle(), this.#appending.idle()]);
  }
}

/** PostgreSQL said no, and so has kept nothing; of a connection that was lost nobody knows. */
function wasRefused(error: unknown): boolean {
  return sqlstateOf(error) !== undefined;
}

/** Whatever keeps an entry from being written, the service is not available: no ledger, no answer. */
function unavailable(error: unknown): never {
  if (!(error instanceof Failure) || error.code === 'STORE_UNAVAILABLE') throw error;
  throw new Failure('STORE_UNAVAILABLE', 'the ledger takes no entry, so nothing is answered', { cause: error });
}
