/**
 * Holds a ledger against the roots that were signed, entry by entry, with memory that does not grow. It believes the entries, the
 * signatures and the witness; of everything else that the database says it only asks which entry to name, or whether it fits.
 */
import type { KeySet } from '../jws/keySet.js';
import { readCheckpoint } from './checkpoint.js';
import type { Checkpoint, CheckpointKind } from './checkpoint.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import { CompactRange } from './compactRange.js';
import type { Finding, FindingKind } from './finding.js';
import type { EntryItem, LedgerSource } from './ledgerItem.js';
import { emptyRoot } from './merkleTree.js';
import { Segment } from './segment.js';
import { WitnessComparison } from './witnessComparison.js';
import type { WitnessLine } from './witnessLines.js';

export interface VerificationOptions {
  readonly keys: KeySet;
  /** Undefined: nobody outside the database is asked. */
  readonly witness: AsyncIterable<WitnessLine> | undefined;
}

export interface Verification {
  readonly ok: boolean;
  /** In the order of the ledger, at most a hundred. */
  readonly findings: readonly Finding[];
  readonly origin: string;
  /** What was verified. */
  readonly entries: number;
  readonly leaves: number;
  readonly checkpoints: number;
  /** The last entry that a checkpoint vouches for, and the time of that checkpoint. */
  readonly lastEntry: number;
  readonly lastAt: string | null;
  /** The last entry that was pruned; 0 when none was. */
  readonly prunedUpTo: number;
  /** Entries behind the last checkpoint. */
  readonly unsealed: number;
  /** The time of the first of them. */
  readonly unsealedSince: string | null;
  /** Checkpoints of the witness that agree; null when none was asked. */
  readonly witnessed: number | null;
}

const findingsAtMost = 100;

/** Reads all of `source`. */
export async function verifyLedger(source: LedgerSource, options: VerificationOptions): Promise<Verification> {
  const walk = new Walk(source, options.keys);
  await walk.begin(options.witness);
  for await (const items of source.items()) {
    for (const item of items) {
      if ('checkpoint' in item) await walk.checkpoint(item.checkpoint);
      else walk.entry(item);
    }
  }
  return walk.end();
}

class Walk {
  readonly #source: LedgerSource;
  readonly #keys: KeySet;
  readonly #findings: Finding[] = [];
  #witness: WitnessComparison | undefined;
  #range = CompactRange.empty();
  #segment = new Segment();
  /** Of the last checkpoint that was signed; undefined behind a forged one, when it is not known. */
  #root: string | undefined = emptyRoot.toString('hex');
  /** The last entry of the last checkpoint that stands there, and of the last one that was signed. */
  #entry = 0;
  #signedEntry = 0;
  #at: string | null = null;
  #entries = 0;
  #leaves = 0;
  #checkpoints = 0;
  /** Whether the tree of what was read so far is the one that was signed. */
  #isOnTree = true;
  #isLost = false;

  constructor(source: LedgerSource, keys: KeySet) {
    this.#source = source;
    this.#keys = keys;
  }

  async begin(witness: AsyncIterable<WitnessLine> | undefined): Promise<void> {
    const { cut, origin } = this.#source;
    if (cut !== null) await this.#beginAt(cut);
    if (witness !== undefined)
      this.#witness = await WitnessComparison.begin(witness, { origin, pruned: cut?.size ?? 0, keys: this.#keys });
    this.#witness?.remember(this.#range.size, this.#root ?? '');
    await this.#askWitness(this.#range.size);
  }

  entry(item: EntryItem): void {
    const before = this.#range.size;
    this.#segment.take(item, this.#range);
    this.#entries += item.entry === null ? 0 : 1;
    this.#leaves += this.#range.size - before;
    if (this.#witness?.sawAt(this.#range.size) === true)
      this.#witness.remember(this.#range.size, this.#range.root().toString('hex'));
  }

  async checkpoint(stored: StoredCheckpoint): Promise<void> {
    const signed = await this.#signed('CHECKPOINT', stored);
    if (signed !== undefined) await this.#compare(signed, stored);
    else this.#root = undefined;
    this.#entry = Math.max(this.#entry, stored.last_entry);
  }

  async end(): Promise<Verification> {
    const { origin, cut, unsealed, unsealedSince, lastLeaf } = this.#source;
    if (lastLeaf > this.#entry)
      this.#find('CHECKPOINT_MISSING', [this.#entry + 1, lastLeaf], 'the checkpoint of its last entries is gone');
    const missing = await this.#witness?.atEnd(this.#entry);
    if (missing !== undefined) this.#findings.push(missing);
    if (this.#findings.length === 0) this.#findings.push(...(await this.#source.indexFindings()));
    return {
      ok: this.#findings.length === 0,
      findings: this.#findings.toSorted((one, other) => one.entry - other.entry).slice(0, findingsAtMost),
      origin,
      entries: this.#entries,
      leaves: this.#leaves,
      checkpoints: this.#checkpoints,
      lastEntry: this.#entry,
      lastAt: this.#at,
      prunedUpTo: cut?.last_entry ?? 0,
      unsealed,
      unsealedSince,
      witnessed: this.#witness?.agreed ?? null,
    };
  }

  async #beginAt(cut: StoredCheckpoint): Promise<void> {
    const signed = await this.#signed('CUT', cut);
    this.#entry = cut.last_entry;
    this.#signedEntry = cut.last_entry;
    this.#root = signed?.root;
    if (signed !== undefined) this.#takeUp(cut, signed);
    else this.#isOnTree = false;
  }

  /** What the key signed, if that is what the row says. */
  async #signed(kind: CheckpointKind, stored: StoredCheckpoint): Promise<Checkpoint | undefined> {
    const signed = await readCheckpoint(kind, stored.signed, this.#keys);
    const { size, last_entry, root, at } = stored;
    const range: readonly [number, number] = [this.#entry + 1, Math.max(last_entry, this.#entry + 1)];
    if (signed === undefined) {
      this.#find('CHECKPOINT_FORGED', range, `the checkpoint after entry ${last_entry} is not signed by the key`);
      return undefined;
    }
    if (signed.origin !== this.#source.origin) {
      this.#find(
        'OTHER_LEDGER',
        range,
        `the checkpoint after entry ${last_entry} is of another ledger, ${signed.origin}`,
      );
      return undefined;
    }
    const isSame = signed.size === size && signed.entry === last_entry && signed.root === root && signed.at === at;
    if (!isSame)
      this.#find('CHECKPOINT_FORGED', range, `the checkpoint after entry ${last_entry} is not what was signed`);
    return signed;
  }

  async #compare(signed: Checkpoint, stored: StoredCheckpoint): Promise<void> {
    if (this.#root !== undefined && signed.previous !== this.#root)
      this.#find(
        'CHECKPOINT_MISSING',
        [this.#signedEntry + 1, signed.entry],
        `a checkpoint before entry ${signed.entry} is gone`,
      );
    if (this.#isOnTree) this.#compareTree(signed, stored);
    this.#segment = new Segment();
    this.#root = signed.root;
    this.#signedEntry = signed.entry;
    this.#at = signed.at;
    this.#checkpoints++;
    if (!this.#isOnTree) this.#takeUp(stored, signed);
    this.#witness?.remember(signed.size, signed.root);
    await this.#askWitness(signed.size);
  }

  async #askWitness(size: number): Promise<void> {
    const differing = await this.#witness?.upTo(size);
    if (differing !== undefined) this.#findings.push(differing);
  }

  #compareTree(signed: Checkpoint, stored: StoredCheckpoint): void {
    const isSigned = this.#range.size === signed.size && this.#range.root().toString('hex') === signed.root;
    if (!isSigned) {
      this.#name(signed);
      return;
    }
    const suspect = this.#segment.firstSuspect;
    if (suspect !== undefined)
      this.#find(
        'INDEX_CHANGED',
        [suspect, suspect],
        `the index of entry ${suspect} was changed; the entry is as it was signed`,
      );
    if (stored.frontier !== this.#range.bytes.toString('hex'))
      this.#find(
        'INDEX_CHANGED',
        [signed.entry, signed.entry],
        `the tree's nodes after entry ${signed.entry} were changed`,
      );
  }

  #name(signed: Checkpoint): void {
    const named = this.#segment.findings();
    this.#findings.push(...named.slice(0, Math.max(0, findingsAtMost - this.#findings.length)));
    if (named.length === 0)
      this.#find(
        'RANGE_CHANGED',
        [this.#signedEntry + 1, signed.entry],
        `entries ${this.#signedEntry + 1} to ${signed.entry} are not what was signed, and the index was changed to fit`,
      );
    this.#isOnTree = false;
  }

  /** Behind a changed entry, the tree goes on from the nodes that the checkpoint kept, if they have its root. */
  #takeUp(stored: StoredCheckpoint, signed: Checkpoint): void {
    const range = rangeOf(stored, signed.root);
    this.#isOnTree = range !== undefined;
    if (range !== undefined) this.#range = range;
    else if (!this.#isLost)
      this.#find(
        'INDEX_CHANGED',
        [signed.entry + 1, signed.entry + 1],
        `the tree's nodes after entry ${signed.entry} were changed: what follows is verified from the next ones that were not`,
      );
    this.#isLost = range === undefined;
  }

  #find(kind: FindingKind, [entry, upTo]: readonly [number, number], message: string): void {
    if (this.#findings.length < findingsAtMost) this.#findings.push({ kind, entry, upTo, message });
  }
}

function rangeOf({ size, frontier }: StoredCheckpoint, root: string): CompactRange | undefined {
  const range = CompactRange.of(size, Buffer.from(frontier, 'hex'));
  return range?.root().toString('hex') === root ? range : undefined;
}
