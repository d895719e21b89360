/**
 * A field is its shape, its category, who reads it, and what it is for: one that is gone and one that is new are the same under
 * another name when shape and category are equal and both the readers and the name or the description are mostly the same. The
 * column says nothing: a new name is a new column, and only the migration knows whether the values went with it.
 */
import type { CompiledPolicy, FieldModel, ObjectModel } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { namesAlike, pairedBy, sharedOf, wordsAlike } from './likeness.js';
import type { Rename, RenameRule } from './rename.js';
import { followField } from './followField.js';

export const fieldRenames: RenameRule = {
  find(old, next) {
    return matched(old.types, next.types).kept.flatMap(([type, before, after]) =>
      renamesIn([old, before], [next, after]).map(([from, to]) => ({
        subject: { kind: 'field', type, path: to } as const,
        from,
        to,
      })),
    );
  },
  follow(old, renames, next): CompiledPolicy {
    return renames.reduce((policy, rename) => follow(policy, rename, next), old);
  },
};

function follow(policy: CompiledPolicy, { subject, from, to }: Rename, next: CompiledPolicy): CompiledPolicy {
  return subject.kind === 'field' ? followField(policy, { type: subject.type, from, to }, next) : policy;
}

type Owned = readonly [policy: CompiledPolicy, type: ObjectModel];

function renamesIn([old, before]: Owned, [next, after]: Owned): readonly (readonly [string, string])[] {
  const { gone, added } = matched(before.fields, after.fields);
  const alike = (one: FieldModel, other: FieldModel): number =>
    likeness([old, before.name, one], [next, after.name, other]);
  const tops = pairedBy(gone.filter(isTop), added.filter(isTop), alike);
  // A member goes with its object; one renamed by itself stays in it.
  const members = pairedBy(
    gone.filter(([path]) => path.includes('.') && after.fields.has(ownerOf(path))),
    added.filter(([path]) => path.includes('.') && before.fields.has(ownerOf(path))),
    (one, other) => (ownerOf(one.path) === ownerOf(other.path) ? alike(one, other) : 0),
  );
  return [...tops, ...members];
}

function isTop([path]: readonly [string, FieldModel]): boolean {
  return !path.includes('.');
}

function ownerOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

type Placed = readonly [policy: CompiledPolicy, type: string, field: FieldModel];

function likeness([old, type, one]: Placed, [next, , other]: Placed): number {
  if (shapeOf(one) !== shapeOf(other)) return 0;
  const readers = sharedOf(readersOf(old, type, one.path), readersOf(next, type, other.path));
  return Math.min(readers, toldAlike(one, other));
}

/** Short texts share their small words: two descriptions are the same only when nearly all of it is. */
const sameDescription = 0.8;

/** Of an object its type says what it is for. */
function toldAlike(one: FieldModel, other: FieldModel): number {
  if (one.kind === 'embedded') return 1;
  const isDescribed = one.description !== '' && wordsAlike(one.description, other.description) >= sameDescription;
  return isDescribed ? 1 : namesAlike(one.path, other.path);
}

function shapeOf(field: FieldModel): string {
  const own = [field.kind, field.category];
  switch (field.kind) {
    case 'value':
      return [...own, field.typeName, field.storage, field.required].join(' ');
    case 'embedded':
      return [...own, field.typeName].join(' ');
    case 'relation':
      return [...own, field.target, field.required].join(' ');
    case 'list':
      return [...own, field.target].join(' ');
    case 'members':
      return [...own, field.target, ...field.lists.map(({ target }) => target)].join(' ');
  }
}

/** Each reader with its purpose, rung and links; windows aside, which have a change of their own. */
function readersOf({ roles }: CompiledPolicy, type: string, path: string): readonly string[] {
  return [...roles.values()].flatMap(({ role, types }) =>
    [...(types.get(type)?.fields.values() ?? [])]
      .filter((grant) => grant.path === path)
      .flatMap(({ precision, gates }) => [...gates.keys()].map((purpose) => `${role} ${precision} ${purpose}`)),
  );
}
