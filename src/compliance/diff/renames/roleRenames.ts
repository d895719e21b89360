import type { CompiledPolicy, RolePolicy } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { pairedBy, sharedOf } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import type { Path } from './rewrite.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A role is its party, the links by which it reaches, and what it reads and writes. */
export const roleRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.roles, next.roles);
    return pairedBy(gone, added, (one, other) =>
      one.party === other.party ? sharedOf(rightsOf(one), rightsOf(other)) : 0,
    ).map(([from, to]) => ({ subject: { kind: 'role', role: to }, from, to }));
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => (namesRole(path) ? nameOf(text) : text));
  },
};

function namesRole(path: Path): boolean {
  if (path.at(-1) === '#key') return keyedMapOf(path) === 'roles';
  const holder = holderOf(path);
  // The role of an argument is its part in the mutation.
  if (holder === 'role') return !path.includes('arguments');
  if (holder === 'value') return path.includes('opened');
  return holder === 'to' || holder === 'except';
}

function rightsOf({ types, reaches, roots, writes }: RolePolicy): readonly string[] {
  const read = [...types.values()].flatMap(({ type, fields }) =>
    [...fields.values()].flatMap(({ name, gates }) => [...gates.keys()].map((purpose) => `${type}.${name} ${purpose}`)),
  );
  const links = [...reaches.values()]
    .flat()
    .map(({ type, through, column, claim }) => `${type} ${through}.${column} ${claim}`);
  return [...read, ...links, ...roots, ...writes];
}
