import type { CompiledPolicy } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { pairedBy, sharedOf } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A purpose is its basis, the text that the person is given, and what is done for it. */
export const purposeRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.purposes, next.purposes);
    return pairedBy(gone, added, (one, other) =>
      one.basis === other.basis && one.text === other.text
        ? (1 + sharedOf(usesOf(old, one.name), usesOf(next, other.name))) / 2
        : 0,
    ).map(([from, to]) => ({ subject: { kind: 'purpose', purpose: to }, from, to }));
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => {
      const map = keyedMapOf(path);
      if (map !== undefined) return map === 'purposes' || map === 'gates' || map === 'visible' ? nameOf(text) : text;
      const holder = holderOf(path);
      const isOwnName = holder === 'name' && path[0] === 'purposes';
      return isOwnName || holder === 'purposes' || holder === 'stepUpFor' ? nameOf(text) : text;
    });
  },
};

function usesOf({ roles, writes }: CompiledPolicy, purpose: string): readonly string[] {
  const read = [...roles.values()].flatMap(({ role, types }) =>
    [...types.values()].flatMap(({ type, fields }) =>
      [...fields.values()].filter(({ gates }) => gates.has(purpose)).map(({ name }) => `${role} ${type}.${name}`),
    ),
  );
  const written = [...writes.values()].filter(({ steps }) => steps.some(({ purposes }) => purposes.includes(purpose)));
  return [...read, ...written.map(({ name }) => name)];
}
