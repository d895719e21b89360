import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompactRange } from '../../src/ledger/compactRange.js';
import { inclusionPath } from '../../src/ledger/inclusionPath.js';
import { emptyRoot, leafHash, rootOfPath } from '../../src/ledger/merkleTree.js';

/** The inputs and roots that implementations of Certificate Transparency share (RFC 6962 and RFC 9162, section 2.1). */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
/** Leaf index (from 0), size, path. */
const paths: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
];

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 9162, section 2.1.1, to the letter. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return first;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

function grown(leaves: readonly Buffer[]): CompactRange {
  const range = CompactRange.empty();
  for (const leaf of leaves) range.append(leaf);
  return range;
}

const leavesOf = (count: number): readonly Buffer[] =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.from(String(index))));

describe('the tree', () => {
  it('has the roots of the test vectors of RFC 6962', () => {
    const leaves = inputs.map(leafHash);
    expect(roots.map((_, size) => grown(leaves.slice(0, size)).root().toString('hex'))).toEqual(roots);
    expect(emptyRoot.toString('hex')).toBe(roots[0]);
  });

  it.each(paths)('proves leaf %d of %d by the path of the test vectors', (index, size, path) => {
    const leaves = inputs.map(leafHash).slice(0, size);
    const made = inclusionPath({ before: CompactRange.empty(), leaves }, index);
    expect(made.map((hash) => hash.toString('hex'))).toEqual(path);
  });

  it('has the root of the plain recursion at every size, wherever it is put away and taken up again', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (before, more) => {
        const leaves = leavesOf(before + more);
        const first = grown(leaves.slice(0, before));
        const again = CompactRange.of(first.size, first.bytes);
        for (const leaf of leaves.slice(before)) again?.append(leaf);
        expect(again?.root()).toEqual(naiveRoot(leaves));
        expect(again?.bytes).toEqual(grown(leaves).bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('proves each new leaf from the nodes before and the new leaves alone', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 60 }), fc.nat(), (before, more, choice) => {
        const leaves = leavesOf(before + more);
        const index = before + (choice % more);
        const path = inclusionPath({ before: grown(leaves.slice(0, before)), leaves: leaves.slice(before) }, index);
        const place = { index, size: leaves.length };
        const leaf = leaves[index] ?? Buffer.alloc(0);
        expect(rootOfPath(leaf, place, path)).toEqual(naiveRoot(leaves));
        expect(rootOfPath(leafHash(Buffer.from('another')), place, path)).not.toEqual(naiveRoot(leaves));
        expect(rootOfPath(leaf, place, [...path, leaf])).toBeUndefined();
        if (path.length > 0) expect(rootOfPath(leaf, place, path.slice(1))).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('has no proof for a place outside it', () => {
    const leaf = leafHash(Buffer.from('leaf'));
    for (const index of [-1, 3, 4]) expect(rootOfPath(leaf, { index, size: 3 }, [leaf, leaf])).toBeUndefined();
  });

  it.each([
    [3, 32],
    [4, 64],
    [0, 32],
    [-1, 0],
    [1.5, 32],
  ])('takes up no range of %d leaves from %d bytes', (size, length) => {
    expect(CompactRange.of(size, Buffer.alloc(length))).toBeUndefined();
  });
});
