/**
 * The entries between two checkpoints while they are verified. That something among them was changed shows in the root; which of
 * them it was, in the index, as far as nobody has forged that too.
 */
import { leafHashes, leavesDigest } from './leaf.js';
import type { CompactRange } from './compactRange.js';
import type { Finding } from './finding.js';
import { idOf } from './ledgerItem.js';
import type { EntryItem } from './ledgerItem.js';

/** Findings of one segment are named one by one up to here. */
const namedAtMost = 64;

export class Segment {
  readonly #suspects: EntryItem[] = [];
  /** By how many leaves entries that are gone or were put in have moved the following ones. */
  #shift = 0;

  /** Appends the entry's leaves to the tree. */
  take(item: EntryItem, range: CompactRange): void {
    const { leaf } = item;
    if (item.entry === null) {
      this.#suspect(item);
      this.#shift += leaf?.leaves ?? 0;
      return;
    }
    const hashes = leafHashes(item.entry);
    const isKnown =
      leaf?.leaves === hashes.length &&
      leaf.first === range.size + this.#shift &&
      leaf.digest === leavesDigest(hashes).toString('hex');
    if (!isKnown) {
      this.#suspect(item);
      this.#shift += (leaf?.leaves ?? 0) - hashes.length;
    }
    for (const hash of hashes) range.append(hash);
  }

  /** The first entry that the index does not know as it stands. */
  get firstSuspect(): number | undefined {
    const [first] = this.#suspects;
    return first === undefined ? undefined : idOf(first);
  }

  /** Each entry that is not what the index says, once it is known that the tree is not what was signed. */
  findings(): readonly Finding[] {
    const [first] = this.#suspects;
    const exchanged = first === undefined ? undefined : this.#exchangedFor(first);
    if (first !== undefined && exchanged !== undefined) return [reordered(idOf(first), idOf(exchanged))];
    return this.#suspects.map(findingOf);
  }

  #suspect(item: EntryItem): void {
    if (this.#suspects.length < namedAtMost) this.#suspects.push(item);
  }

  /** The suspect whose content has the leaves that `item` had. */
  #exchangedFor(item: EntryItem): EntryItem | undefined {
    const { leaf } = item;
    if (item.entry === null || leaf === null) return undefined;
    return this.#suspects.find(
      ({ entry }) =>
        entry !== null &&
        entry !== item.entry &&
        leavesDigest(leafHashes({ ...entry, id: leaf.entry })).toString('hex') === leaf.digest,
    );
  }
}

function reordered(entry: number, upTo: number): Finding {
  return {
    kind: 'ENTRIES_REORDERED',
    entry,
    upTo,
    message: `entry ${entry} and entry ${upTo} stand in each other's place`,
  };
}

function findingOf(item: EntryItem): Finding {
  const entry = idOf(item);
  if (item.entry === null)
    return { kind: 'ENTRY_MISSING', entry, upTo: entry, message: `entry ${entry} was signed and is gone` };
  if (item.leaf === null)
    return { kind: 'ENTRY_ADDED', entry, upTo: entry, message: `entry ${entry} was put in afterwards` };
  return { kind: 'ENTRY_CHANGED', entry, upTo: entry, message: `entry ${entry} is not what was signed` };
}
