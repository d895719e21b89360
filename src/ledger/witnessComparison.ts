/**
 * Holds the tree against what a witness saw of it, in one pass over both. A line that the tree bears out needs no look at its
 * signature; one that it does not is first asked who signed it, since anybody may have sent it to the witness.
 */
import type { KeySet } from '../jws/keySet.js';
import { readCheckpoint } from './checkpoint.js';
import type { Finding } from './finding.js';
import type { WitnessLine } from './witnessLines.js';

export interface WitnessedLedger {
  readonly origin: string;
  /** Leaves that were pruned: what the witness saw of them cannot be compared. */
  readonly pruned: number;
  readonly keys: KeySet;
}

/** Sizes whose roots are remembered for lines that come late: two servers may take turns in telling a witness. */
const rememberedAtMost = 10_000;

export class WitnessComparison {
  readonly #lines: AsyncIterator<WitnessLine>;
  readonly #ledger: WitnessedLedger;
  readonly #roots = new Map<number, string>();
  #next: WitnessLine | undefined;
  /** Of the next line: whether our key signed it, once that was asked. */
  #isOurs: boolean | undefined;
  /** Whether the next line was ahead of the tree before. */
  #hasWaited = false;
  #agreedEntry = 0;
  #agreed = 0;
  #isOver = false;

  private constructor(lines: AsyncIterable<WitnessLine>, ledger: WitnessedLedger) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#ledger = ledger;
  }

  static async begin(lines: AsyncIterable<WitnessLine>, ledger: WitnessedLedger): Promise<WitnessComparison> {
    const comparison = new WitnessComparison(lines, ledger);
    do {
      await comparison.#advance();
    } while (comparison.#next !== undefined && comparison.#next.claimed.size < ledger.pruned);
    return comparison;
  }

  /** Checkpoints of the witness that the tree bears out. */
  get agreed(): number {
    return this.#agreed;
  }

  /** Whether the witness says that it saw the tree at this size. */
  sawAt(size: number): boolean {
    return this.#next?.claimed.size === size;
  }

  /** The tree had `root` at `size`. */
  remember(size: number, root: string): void {
    this.#roots.set(size, root);
    if (this.#roots.size <= rememberedAtMost) return;
    const [oldest] = this.#roots.keys();
    if (oldest !== undefined) this.#roots.delete(oldest);
  }

  /** The tree has been verified up to `size` leaves: what the witness saw up to there is compared. */
  async upTo(size: number): Promise<Finding | undefined> {
    while (!this.#isOver && this.#next !== undefined) {
      const { claimed } = this.#next;
      const isAhead = claimed.size > size;
      if (isAhead ? await this.#mayWait() : this.#isBorneOut(this.#next)) {
        if (isAhead) return undefined;
        this.#agreedEntry = Math.max(this.#agreedEntry, claimed.entry);
        this.#agreed++;
      } else if (!isAhead && (await this.#isSigned(this.#next))) {
        return this.#differs(this.#next);
      }
      await this.#advance();
    }
    return undefined;
  }

  /** The tree ends after `entry`: did the witness see more? */
  async atEnd(entry: number): Promise<Finding | undefined> {
    while (!this.#isOver && this.#next !== undefined) {
      const { line, claimed } = this.#next;
      if (!this.#isBorneOut(this.#next) && (await this.#isSigned(this.#next))) {
        this.#isOver = true;
        return {
          kind: 'TAIL_MISSING',
          entry: entry + 1,
          upTo: Math.max(claimed.entry, entry + 1),
          message: `the ledger ends at entry ${entry}; its witness saw entry ${claimed.entry} at ${claimed.at} (line ${line}): the tail was cut off, an older database was restored, or this export is older than the witness`,
        };
      }
      await this.#advance();
    }
    return undefined;
  }

  /** A line that is ahead waits for the tree; if it has waited before, only one that is ours: another would hold up the rest. */
  async #mayWait(): Promise<boolean> {
    const isOurs = !this.#hasWaited || this.#next === undefined || (await this.#isSigned(this.#next));
    this.#hasWaited = true;
    return isOurs;
  }

  #isBorneOut({ claimed: { origin, size, root } }: WitnessLine): boolean {
    return origin === this.#ledger.origin && this.#roots.get(size) === root;
  }

  async #isSigned({ text }: WitnessLine): Promise<boolean> {
    this.#isOurs ??= (await readCheckpoint('CHECKPOINT', text, this.#ledger.keys)) !== undefined;
    return this.#isOurs;
  }

  #differs({ line, claimed: { at, entry, origin } }: WitnessLine): Finding {
    this.#isOver = true;
    const first = this.#agreedEntry + 1;
    const message =
      origin === this.#ledger.origin
        ? `the witness saw another history at ${at} (line ${line}), up to entry ${entry}; the two agree up to entry ${this.#agreedEntry}`
        : `the witness saw another ledger, of origin ${origin} (line ${line})`;
    return { kind: 'WITNESS_DIFFERS', entry: first, upTo: Math.max(entry, first), message };
  }

  async #advance(): Promise<void> {
    const result = await this.#lines.next();
    this.#next = result.done === true ? undefined : result.value;
    this.#isOurs = undefined;
    this.#hasWaited = false;
  }
}
