import type { CompiledPolicy, WriteModel } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { namesAlike, pairedBy, sharedOf, wordsAlike } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A mutation is its steps and what they set. */
export const writeRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.writes, next.writes);
    return pairedBy(gone, added, alike).map(([from, to]) => ({ subject: { kind: 'write', write: to }, from, to }));
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => {
      const map = keyedMapOf(path);
      if (map !== undefined) return map === 'writes' ? nameOf(text) : text;
      const holder = holderOf(path);
      const isOwnName = holder === 'name' && path[0] === 'writes' && path.length === 3;
      return isOwnName || (holder === 'writes' && path[0] === 'roles') ? nameOf(text) : text;
    });
  },
};

function alike(old: WriteModel, next: WriteModel): number {
  if (sharedOf(stepsOf(old), stepsOf(next)) < 1) return 0;
  const set = sharedOf(setBy(old), setBy(next));
  return (set + Math.max(namesAlike(old.name, next.name), wordsAlike(old.description, next.description))) / 2;
}

function stepsOf({ steps }: WriteModel): readonly string[] {
  return steps.map(({ kind, type }) => `${kind} ${type}`);
}

function setBy({ arguments: all, steps }: WriteModel): readonly string[] {
  return [
    ...all.flatMap(({ fields }) => fields.map(({ writes, sets }) => `${writes}.${sets}`)),
    ...steps.flatMap(({ type, constants }) => constants.map(({ field, value }) => `${type}.${field} ${value ?? ''}`)),
  ];
}
