/** Holds the tree against what a witness saw of it, in one pass over both. */
import type { Finding } from './finding.js';
import type { WitnessedCheckpoint } from './witnessLines.js';

/** Sizes whose roots are remembered for lines that come late: two servers may take turns in telling a witness. */
const rememberedAtMost = 10_000;

export class WitnessComparison {
  readonly #lines: AsyncIterator<WitnessedCheckpoint>;
  readonly #origin: string;
  readonly #roots = new Map<number, string>();
  #next: WitnessedCheckpoint | undefined;
  #agreed = 0;
  #count = 0;
  #isOver = false;

  private constructor(lines: AsyncIterable<WitnessedCheckpoint>, origin: string) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#origin = origin;
  }

  /** Of what the witness saw behind `pruned` leaves, nothing else can be held against the tree. */
  static async begin(
    lines: AsyncIterable<WitnessedCheckpoint>,
    { origin, pruned }: { readonly origin: string; readonly pruned: number },
  ): Promise<WitnessComparison> {
    const comparison = new WitnessComparison(lines, origin);
    do {
      await comparison.#advance();
    } while (comparison.#next !== undefined && comparison.#next.size < pruned);
    return comparison;
  }

  /** Checkpoints of the witness that the tree bears out. */
  get agreed(): number {
    return this.#count;
  }

  /** Whether the witness saw the tree at this size. */
  sawAt(size: number): boolean {
    return this.#next?.size === size;
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
    while (!this.#isOver && this.#next !== undefined && this.#next.size <= size) {
      const { origin, root, size: seen, entry } = this.#next;
      if (origin !== this.#origin || this.#roots.get(seen) !== root) return this.#differs(this.#next);
      this.#agreed = Math.max(this.#agreed, entry);
      this.#count++;
      await this.#advance();
    }
    return undefined;
  }

  /** The tree ends after `entry`: did the witness see more? */
  atEnd(entry: number): Finding | undefined {
    if (this.#isOver || this.#next === undefined) return undefined;
    const { line, at, entry: upTo } = this.#next;
    this.#isOver = true;
    return {
      kind: 'TAIL_MISSING',
      entry: entry + 1,
      upTo: Math.max(upTo, entry + 1),
      message: `the ledger ends at entry ${entry}; its witness saw entry ${upTo} at ${at} (line ${line}): the tail was cut off, an older database was restored, or this export is older than the witness`,
    };
  }

  #differs({ line, at, entry, origin }: WitnessedCheckpoint): Finding {
    this.#isOver = true;
    const message =
      origin === this.#origin
        ? `the witness saw another history at ${at} (line ${line}), up to entry ${entry}; the two agree up to entry ${this.#agreed}`
        : `the witness saw another ledger, of origin ${origin} (line ${line})`;
    return { kind: 'WITNESS_DIFFERS', entry: this.#agreed + 1, upTo: Math.max(entry, this.#agreed + 1), message };
  }

  async #advance(): Promise<void> {
    const result = await this.#lines.next();
    this.#next = result.done === true ? undefined : result.value;
  }
}
