/**
 * Tokens of persons who do not exist, in memory: each lookup is held against them, whatever it finds and for whoever asks. A
 * touch is written to the ledger beside the answer, which neither waits for it nor changes by it.
 */
import type { Caller } from '../kernel/caller.js';
import { headOf } from '../ledger/entry.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Database } from '../store/database.js';
import type { TripwireToken } from './sql/tripwireRows.js';
import { readTokens } from './sql/tripwireRows.js';

/** A blind index as a lookup names it. */
export interface LookedUp {
  readonly table: string;
  readonly column: string;
  readonly token: Buffer;
}

export class Tripwires {
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #onFailure: (error: unknown) => void;
  #tokens: ReadonlyMap<string, TripwireToken> = new Map();

  constructor(database: Database, ledger: Ledger, onFailure: (error: unknown) => void) {
    this.#database = database;
    this.#ledger = ledger;
    this.#onFailure = onFailure;
  }

  async refresh(): Promise<void> {
    const tokens = await readTokens(this.#database);
    this.#tokens = new Map(tokens.map((each) => [keyOf(each.index, each.token), each]));
  }

  /** The same work whether or not it is a touch, but for what comes after the answer. */
  looked({ table, column, token }: LookedUp, caller: Caller): void {
    const touched = this.#tokens.get(keyOf(`${table}.${column}`, token));
    if (touched !== undefined) setImmediate(() => void this.#tell(touched, caller));
  }

  async #tell({ person, isSure }: TripwireToken, caller: Caller): Promise<void> {
    try {
      const head = headOf(caller, { kind: 'EVENT', operation: undefined, policy: undefined });
      const detail = { event: 'TRIPWIRE', tripwire: person, isSure };
      await this.#ledger.append({ head: { ...head, detail }, persons: [], shapes: [], shapeOf: undefined });
    } catch (error) {
      this.#onFailure(error);
    }
  }
}

function keyOf(index: string, token: Buffer): string {
  return `${index} ${token.toString('hex')}`;
}
