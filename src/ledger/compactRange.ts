/**
 * A tree that only grows, without its leaves: the roots of its largest full subtrees from left to right, at most one a bit of its
 * size. Enough to append, to tell the root, and to take verification up again where the leaves before were pruned.
 */
import { invariant } from '../kernel/invariant.js';
import { emptyRoot, nodeHash } from './merkleTree.js';

const hashLength = 32;

export class CompactRange {
  readonly #nodes: Buffer[];
  #size: number;

  private constructor(size: number, nodes: Buffer[]) {
    this.#size = size;
    this.#nodes = nodes;
  }

  static empty(): CompactRange {
    return new CompactRange(0, []);
  }

  /** From what {@link CompactRange.bytes} gave; undefined when there are not as many nodes as `size` has bits. */
  static of(size: number, bytes: Buffer): CompactRange | undefined {
    if (!Number.isSafeInteger(size) || size < 0 || bytes.length !== bitsOf(size) * hashLength) return undefined;
    const nodes = Array.from({ length: bytes.length / hashLength }, (_, index) =>
      bytes.subarray(index * hashLength, (index + 1) * hashLength),
    );
    return new CompactRange(size, nodes);
  }

  /** Leaves. */
  get size(): number {
    return this.#size;
  }

  /** A node of 32 bytes behind the other. */
  get bytes(): Buffer {
    return Buffer.concat(this.#nodes);
  }

  copy(): CompactRange {
    return new CompactRange(this.#size, [...this.#nodes]);
  }

  append(leaf: Buffer): void {
    this.#nodes.push(leaf);
    this.#size++;
    for (let rest = this.#size; rest % 2 === 0; rest /= 2) {
      const right = this.#nodes.pop();
      const left = this.#nodes.pop();
      invariant(left !== undefined && right !== undefined, 'a full subtree has two children');
      this.#nodes.push(nodeHash(left, right));
    }
  }

  root(): Buffer {
    const last = this.#nodes.at(-1);
    if (last === undefined) return emptyRoot;
    return this.#nodes.slice(0, -1).reduceRight<Buffer>((right, left) => nodeHash(left, right), last);
  }

  /** The root of the full subtree over the leaves from `from` up to `until`; undefined when it is none of the nodes. */
  subtree(from: number, until: number): Buffer | undefined {
    let at = 0;
    for (const node of this.#nodes) {
      const width = largestPowerWithin(this.#size - at);
      if (at === from && at + width === until) return node;
      at += width;
    }
    return undefined;
  }
}

/** The largest power of two that is at most `count`, which is above 0. */
export function largestPowerWithin(count: number): number {
  return 2 ** Math.floor(Math.log2(count));
}

function bitsOf(size: number): number {
  return size.toString(2).replaceAll('0', '').length;
}
