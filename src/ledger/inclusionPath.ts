import { invariant } from '../kernel/invariant.js';
import type { CompactRange } from './compactRange.js';
import { largestPowerWithin } from './compactRange.js';
import { nodeHash } from './merkleTree.js';

/** The leaves that one checkpoint added to a tree, behind the nodes of the tree before. */
export interface Growth {
  readonly before: CompactRange;
  readonly leaves: readonly Buffer[];
}

/**
 * The path (RFC 9162, section 2.1.3.1) of one of the new leaves in the grown tree. No older leaf is needed: what stands left of
 * a new leaf is a node of the tree before, or made of such nodes and new leaves.
 */
export function inclusionPath(growth: Growth, index: number): readonly Buffer[] {
  const size = growth.before.size + growth.leaves.length;
  invariant(index >= growth.before.size && index < size, 'the leaf is one of the new ones');
  return pathWithin(growth, index, 0, size);
}

function pathWithin(growth: Growth, index: number, from: number, until: number): readonly Buffer[] {
  if (until - from === 1) return [];
  const middle = from + splitOf(until - from);
  return index < middle
    ? [...pathWithin(growth, index, from, middle), rootWithin(growth, middle, until)]
    : [...pathWithin(growth, index, middle, until), rootWithin(growth, from, middle)];
}

function rootWithin(growth: Growth, from: number, until: number): Buffer {
  const { before, leaves } = growth;
  if (until <= before.size) return required(before.subtree(from, until));
  if (until - from === 1) return required(leaves[from - before.size]);
  const middle = from + splitOf(until - from);
  return nodeHash(rootWithin(growth, from, middle), rootWithin(growth, middle, until));
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  return largestPowerWithin(count - 1);
}

function required(hash: Buffer | undefined): Buffer {
  invariant(hash, 'the tree before holds every full subtree left of its new leaves');
  return hash;
}
