import type { CompiledPolicy, Sensitivity } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import { pairedBy, sharedOf } from './likeness.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A category is the fields that are in it. */
export const categoryRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.categories, next.categories);
    return pairedBy(withFields(old, gone), withFields(next, added), (one, other) =>
      one.sensitivity === other.sensitivity && one.fields.length + other.fields.length > 0
        ? sharedOf(one.fields, other.fields)
        : 0,
    ).map(([from, to]) => ({ subject: { kind: 'category', category: to }, from, to }));
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) =>
      keyedMapOf(path) === 'categories' || holderOf(path) === 'category' ? nameOf(text) : text,
    );
  },
};

interface Category {
  readonly sensitivity: Sensitivity;
  readonly fields: readonly string[];
}

function withFields(
  policy: CompiledPolicy,
  categories: readonly (readonly [string, Sensitivity])[],
): readonly (readonly [string, Category])[] {
  return categories.map(([name, sensitivity]) => [name, { sensitivity, fields: fieldsIn(policy, name) }]);
}

function fieldsIn({ types }: CompiledPolicy, category: string): readonly string[] {
  return [...types.values()].flatMap(({ name, fields }) =>
    [...fields.values()].filter((field) => field.category === category).map(({ path }) => `${name}.${path}`),
  );
}
