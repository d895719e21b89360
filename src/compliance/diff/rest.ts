/** The last comparison, of everything by its form: nothing that differs is passed over in silence. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Change } from './change.js';
import type { ComparePolicies } from './comparison.js';
import type { Leaf } from './leaves.js';
import { leavesOf } from './leaves.js';
import { isUnderstood } from './understood.js';

/** What differs and no comparison knows: a widening, since nobody here can say that it is none. */
export const compareRest: ComparePolicies = (old, next) => {
  const [before, after] = [byPath(unknownLeaves(old)), byPath(unknownLeaves(next))];
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((at) => ({
      subject: { kind: 'rest', at },
      aspect: 'form',
      effect: 'widening',
      from: before.get(at),
      to: after.get(at),
    }));
};

/** When the comparisons found nothing and the policies are not the same nevertheless. */
export function compareWhole(old: CompiledPolicy, next: CompiledPolicy): readonly Change[] {
  if (wholeText(old) !== wholeText(next))
    return [
      { subject: { kind: 'rest', at: 'policy' }, aspect: 'form', effect: 'widening', from: undefined, to: undefined },
    ];
  if (old.digest === next.digest) return [];
  return [
    { subject: { kind: 'rest', at: 'policy' }, aspect: 'wording', effect: 'neutral', from: undefined, to: undefined },
  ];
}

function unknownLeaves(policy: CompiledPolicy): readonly Leaf[] {
  return leavesOf(policy).filter(({ pattern }) => !isUnderstood(pattern));
}

function byPath(leaves: readonly Leaf[]): ReadonlyMap<string, string> {
  return new Map(leaves.map(({ path, value }) => [path, value]));
}

/** The texts that people read, and the digest of the SDL, aside. The order of what is written says nothing. */
function wholeText(policy: CompiledPolicy): string {
  return leavesOf(policy)
    .filter(({ path }) => path !== 'digest' && !/\.(?:contract|description)$/.test(path))
    .map(({ pattern, path, value }) => `${withoutNumbers(path)} ${pattern} ${value}`)
    .toSorted()
    .join('\n');
}

function withoutNumbers(path: string): string {
  return path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
}
