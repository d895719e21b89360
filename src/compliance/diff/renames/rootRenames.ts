import type { CompiledPolicy, RootModel } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { namesAlike, pairedBy, sharedOf, wordsAlike } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A root is its kind, its type and what it compares. */
export const rootRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.roots, next.roots);
    return pairedBy(gone, added, alike).map(([from, to]) => ({ subject: { kind: 'root', root: to }, from, to }));
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => {
      const map = keyedMapOf(path);
      if (map !== undefined) return map === 'roots' ? nameOf(text) : text;
      const holder = holderOf(path);
      const isOwnName = holder === 'name' && path[0] === 'roots';
      return isOwnName || (holder === 'roots' && path[0] === 'roles') ? nameOf(text) : text;
    });
  },
};

function alike(old: RootModel, next: RootModel): number {
  if (old.kind !== next.kind || old.type !== next.type || old.takesId !== next.takesId) return 0;
  const compared = sharedOf(comparedBy(old), comparedBy(next));
  return (compared + Math.max(namesAlike(old.name, next.name), wordsAlike(old.description, next.description))) / 2;
}

function comparedBy({ by, filter, find }: RootModel): readonly string[] {
  return [
    ...by.map((fields) => fields.join(' ')),
    ...(filter?.compares.values() ?? []),
    ...(find?.sets.values() ?? []),
  ];
}
