/** What a field is, how it is classified, and whether it is sealed. */
import type {
  CompiledPolicy,
  EmbeddedField,
  FieldModel,
  ListField,
  MembersField,
  RelationField,
  ValueField,
} from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listed, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import type { Ordering } from '../ordering.js';
import { byFlag, byIdentity, bySet, indifferently } from '../ordering.js';
import { bySensitivity } from '../sensitivities.js';

export const compareFields: ComparePolicies = (old, next) =>
  matched(old.types, next.types).kept.flatMap(([type, before, after]) => {
    const fields = matched(before.fields, after.fields);
    const subject = (path: string): Subject => ({ kind: 'field', type, path });
    return [
      ...fields.added.map(([path, field]) => added(subject(path), 'neutral', shapeText(field))),
      ...fields.gone.map(([path, field]) => gone(subject(path), 'neutral', shapeText(field))),
      ...fields.kept.flatMap(([path, one, other]): readonly Change[] =>
        changesOf(subject(path), [
          {
            aspect: 'category',
            ordering: orderCategory(old, next, [one, other]),
            from: one.category,
            to: other.category,
          },
          ...compareShape(one, other),
          { aspect: 'wording', ordering: indifferently(one.description, other.description) },
        ]),
      ),
    ];
  });

/** A name for the same sensitivity is a name; no category at all is no protection. */
function orderCategory(
  old: CompiledPolicy,
  next: CompiledPolicy,
  [one, other]: readonly [FieldModel, FieldModel],
): Ordering {
  if (one.category === other.category) return 'same';
  const before = one.category === undefined ? undefined : old.categories.get(one.category);
  const after = other.category === undefined ? undefined : next.categories.get(other.category);
  if (before === undefined || after === undefined) return after === undefined ? 'wider' : 'narrower';
  const ordering = bySensitivity(before, after);
  return ordering === 'same' ? 'neutral' : ordering;
}

function compareShape(one: FieldModel, other: FieldModel): readonly Difference[] {
  if (one.kind === 'value' && other.kind === 'value') return compareValue(one, other);
  if (one.kind === 'relation' && other.kind === 'relation') return compareRelation(one, other);
  if (one.kind === 'list' && other.kind === 'list') return compareList(one, other);
  if (one.kind === 'members' && other.kind === 'members') return compareMembers(one, other);
  if (one.kind === 'embedded' && other.kind === 'embedded') return compareEmbedded(one, other);
  return [{ aspect: 'form', ordering: 'either', from: shapeText(one), to: shapeText(other) }];
}

function compareValue(one: ValueField, other: ValueField): readonly Difference[] {
  const values = [one, other].map((field) => field.values && listed(field.values));
  return [
    { aspect: 'scalar', ordering: orderScalar(one, other), from: one.typeName, to: other.typeName },
    { aspect: 'values', ordering: indifferently(values[0], values[1]), from: values[0], to: values[1] },
    { aspect: 'pattern', ordering: indifferently(one.pattern, other.pattern), from: one.pattern, to: other.pattern },
    {
      aspect: 'storage',
      ordering: byFlag(one.storage === 'clear', other.storage === 'clear'),
      from: one.storage,
      to: other.storage,
    },
    ...compareColumn(one, other),
    required(one, other),
  ];
}

/** Another name of what has the same values. */
function orderScalar(one: ValueField, other: ValueField): Ordering {
  if (one.scalar !== other.scalar) return 'either';
  return indifferently(one.typeName, other.typeName);
}

function compareRelation(one: RelationField, other: RelationField): readonly Difference[] {
  return [...compareTarget(one, other), ...compareColumn(one, other), required(one, other)];
}

function compareList(one: ListField, other: ListField): readonly Difference[] {
  return [...compareTarget(one, other), ...compareColumn(one, other)];
}

/** Of which types the rows are, and by which column each type's point back. */
function compareMembers(one: MembersField, other: MembersField): readonly Difference[] {
  const [from, to] = [one, other].map(({ lists }) => lists.map(({ target }) => target));
  const ordering = one.target === other.target ? bySet(from ?? [], to ?? []) : 'either';
  const columns = matched(listsOf(one), listsOf(other)).kept.flatMap(([, before, after]) =>
    compareColumn(before, after),
  );
  return [{ aspect: 'target', ordering, from: membersText(one), to: membersText(other) }, ...columns];
}

/** With each type by its name: an approval of one more is none of another. */
function membersText({ target, lists }: MembersField): string {
  return `${target} ${listed(lists.map((list) => list.target))}`;
}

function listsOf({ lists }: MembersField): readonly (readonly [string, ListField])[] {
  return lists.map((list) => [list.target, list] as const);
}

function compareEmbedded(one: EmbeddedField, other: EmbeddedField): readonly Difference[] {
  const ordering = indifferently(one.typeName, other.typeName);
  return [{ aspect: 'scalar', ordering, from: one.typeName, to: other.typeName }];
}

function compareTarget(one: { readonly target: string }, other: { readonly target: string }): readonly Difference[] {
  return [{ aspect: 'target', ordering: byIdentity(one.target, other.target), from: one.target, to: other.target }];
}

/** Where it lies is the migrations' to say. */
function compareColumn(one: { readonly column: string }, other: { readonly column: string }): readonly Difference[] {
  return [{ aspect: 'column', ordering: indifferently(one.column, other.column), from: one.column, to: other.column }];
}

function required(one: { readonly required: boolean }, other: { readonly required: boolean }): Difference {
  const ordering = indifferently(one.required, other.required);
  return { aspect: 'required', ordering, from: String(one.required), to: String(other.required) };
}

function shapeText(field: FieldModel): string {
  switch (field.kind) {
    case 'value':
    case 'embedded':
      return field.typeName;
    case 'relation':
      return field.target;
    case 'list':
      return `[${field.target}]`;
    case 'members':
      return `[${field.target}: ${listedSorted(field.lists.map(({ target }) => target))}]`;
  }
}
