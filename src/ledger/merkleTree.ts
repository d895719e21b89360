/** The hashes of a Merkle tree as RFC 9162, section 2.1, writes them: a leaf and a node never share an input. */
import { sha256 } from '../vault/digest.js';

const nodeInput = Buffer.alloc(65, 1);

/** The root of the tree without leaves. */
export const emptyRoot = sha256('');

/** The hash of a leaf that holds `content`. */
export function leafHash(content: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(content.length + 1);
  input[0] = 0;
  input.set(content, 1);
  return sha256(input);
}

/** The hash of a node over its two children, 32 bytes each. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return sha256(nodeInput);
}

/**
 * The root that a leaf and its path lead to in a tree of `size` leaves (RFC 9162, section 2.1.3.2); undefined when the path has
 * not the length that its place asks for.
 */
export function rootOfPath(
  leaf: Uint8Array,
  { index, size }: { readonly index: number; readonly size: number },
  path: readonly Uint8Array[],
): Buffer | undefined {
  if (index < 0 || index >= size) return undefined;
  let at: Place = { index, last: size - 1 };
  let hash: Buffer = Buffer.from(leaf);
  for (const sibling of path) {
    if (at.last === 0) return undefined;
    if (at.index % 2 === 1 || at.index === at.last) {
      hash = nodeHash(sibling, hash);
      // The last node of a level that has no right neighbour climbs until it is one.
      while (at.index % 2 === 0 && at.index !== 0) at = above(at);
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = above(at);
  }
  return at.last === 0 ? hash : undefined;
}

/** A node among those of its level. */
interface Place {
  readonly index: number;
  readonly last: number;
}

function above({ index, last }: Place): Place {
  return { index: Math.floor(index / 2), last: Math.floor(last / 2) };
}
