import type { CompiledPolicy, Reach } from '../../../policy/compiled.js';
import { matched, grouped } from '../matching.js';
import { pairedBy, sharedOf } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import type { Path } from './rewrite.js';
import { holderOf, rewrite } from './rewrite.js';

/** A reach is its links: a name that stands nowhere any more, and another that stands for the same ones. */
export const reachRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(linksByName(old), linksByName(next));
    return pairedBy(gone, added, sharedOf).flatMap(([from, to]) => {
      const way = waysOf(next).find(({ name }) => name === to);
      return way === undefined
        ? []
        : [{ subject: { kind: 'reach', role: way.role, type: way.type, reach: to } as const, from, to }];
    });
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => (namesReach(path) ? nameOf(text) : text));
  },
};

function namesReach(path: Path): boolean {
  const holder = holderOf(path);
  if (holder === 'name')
    return ['reaches', 'exceptional'].some((list) => path.includes(list)) || path.at(-2) === 'reach';
  if (holder === 'reach') return path[0] === 'writes';
  if (holder === 'value') return path.includes('opened');
  // A step's are names of reaches, a reach's own is a table.
  return (holder === 'through' && (path[0] === 'writes' || path[0] === 'matches')) || holder === 'confirm';
}

function waysOf({ roles }: CompiledPolicy): readonly Reach[] {
  return [...roles.values()].flatMap(({ reaches }) => [...reaches.values()].flat());
}

function linksByName(policy: CompiledPolicy): ReadonlyMap<string, readonly string[]> {
  const links = grouped(waysOf(policy), ({ name }) => name);
  return new Map([...links].map(([name, ways]) => [name, ways.map(linkText)]));
}

function linkText({ role, type, through, subject, column, claim, starts }: Reach): string {
  return [role, type, through, subject, column, claim, starts].join(' ');
}
