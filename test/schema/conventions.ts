/**
 * The conventions that stand in place of more directives, judged of a compiled policy and a catalogue: each breach as a
 * sentence, so that a store that breaks none gives an empty list.
 */
import type {
  BlindIndexModel,
  CompiledPolicy,
  FieldModel,
  ListField,
  ObjectModel,
  Reach,
} from '../../src/policy/compiled.js';
import type { Catalogue, Index } from './catalogue.js';

const naturalTypes: Readonly<Record<string, readonly string[]>> = {
  Text: ['text'],
  Int: ['int4'],
  Boolean: ['bool'],
  Enum: ['text'],
  Date: ['date'],
  DateTime: ['timestamptz'],
  YearMonth: ['text'],
  PostalCode: ['text'],
};

export function breachesOfConventions(policy: CompiledPolicy, catalogue: Catalogue): readonly string[] {
  const types = [...policy.types.values()];
  const reaches = [...policy.roles.values()].flatMap((role) =>
    [...role.types.values()].flatMap((grant) => grant.reaches.filter(({ opened }) => opened === undefined)),
  );
  return [
    ...types.flatMap((model) => [...breachesOfTable(model, catalogue), ...breachesOfFields(policy, model, catalogue)]),
    ...types.flatMap((model) => model.indexes.flatMap((index) => breachesOfBlindIndex(model, index, catalogue))),
    ...types.flatMap((model) => breachesOfMarks(model, catalogue)),
    ...reaches.flatMap((reach) => breachesOfReach(reach, catalogue)),
  ];
}

function breachesOfTable(model: ObjectModel, catalogue: Catalogue): readonly string[] {
  const expect = expectations(catalogue, model.table);
  const breaches = [
    ...expect(model.key, 'uuid', { isNullable: false, hasDefault: true }),
    ...(indexOf(catalogue, model.table, [model.key], { isUnique: true })
      ? []
      : [`${model.table}.${model.key} is no key`]),
    ...expect('created_at', 'timestamptz', { isNullable: false, hasDefault: true }),
  ];
  if (model.kind === 'entity') return breaches;
  const own = expect('changed', 'jsonb', { isNullable: false, hasDefault: true });
  if (model.kind === 'subject') return [...breaches, ...own, ...expect('data_key', 'bytea', { isNullable: true })];
  const column = model.subject?.column ?? '';
  const isIndexed = indexOf(catalogue, model.table, [column], {});
  return [
    ...breaches,
    ...own,
    ...expect(column, 'uuid', { isNullable: false }),
    ...(isIndexed ? [] : [`${model.table}.${column} has no index`]),
  ];
}

function breachesOfFields(policy: CompiledPolicy, model: ObjectModel, catalogue: Catalogue): readonly string[] {
  return [...model.fields.values()].flatMap((field) => breachesOfField(policy, model, field, catalogue));
}

function breachesOfList(policy: CompiledPolicy, field: ListField, catalogue: Catalogue): readonly string[] {
  const target = policy.types.get(field.target)?.table ?? '';
  const isIndexed = indexOf(catalogue, target, [field.column], {});
  return isIndexed ? [] : [`${target}.${field.column}, which ${field.coordinate} follows, has no index`];
}

function breachesOfField(
  policy: CompiledPolicy,
  model: ObjectModel,
  field: FieldModel,
  catalogue: Catalogue,
): readonly string[] {
  const expect = expectations(catalogue, model.table);
  switch (field.kind) {
    case 'embedded':
      return [];
    case 'value':
      return field.storage === 'sealed'
        ? expect(field.column, 'bytea', { isNullable: true })
        : expect(field.column, naturalTypes[field.scalar]?.[0] ?? 'a natural type', {});
    case 'relation': {
      const target = policy.types.get(field.target)?.table;
      const refersTo = catalogue.references.get(`${model.table}.${field.column}`);
      const isRight = refersTo !== undefined && refersTo === target;
      return [
        ...expect(field.column, 'uuid', {}),
        ...(isRight ? [] : [`${model.table}.${field.column} refers to no ${field.target}`]),
      ];
    }
    case 'list':
      return breachesOfList(policy, field, catalogue);
    case 'members':
      return field.lists.flatMap((list) => breachesOfList(policy, list, catalogue));
  }
}

function breachesOfBlindIndex(model: ObjectModel, index: BlindIndexModel, catalogue: Catalogue): readonly string[] {
  const isIndexed = indexOf(catalogue, model.table, [index.column], { isUnique: index.unique });
  return [
    ...expectations(catalogue, model.table)(index.column, 'bytea', { isNullable: true }),
    ...(isIndexed ? [] : [`${model.table}.${index.column} has no ${index.unique ? 'unique ' : ''}index`]),
  ];
}

function breachesOfMarks(model: ObjectModel, catalogue: Catalogue): readonly string[] {
  const expect = expectations(catalogue, model.table);
  return [
    ...model.restricts.flatMap(({ column }) => expect(column, 'bool', { isNullable: false })),
    ...(model.retain === undefined ? [] : expect(model.retain.from, 'date', {})),
  ];
}

function breachesOfReach(reach: Reach, catalogue: Catalogue): readonly string[] {
  const expect = expectations(catalogue, reach.through);
  const dates = [reach.starts, ...(reach.ends === undefined ? [] : [reach.ends]), ...reach.closes];
  const pair = reach.column === reach.subject ? [reach.column] : [reach.column, reach.subject];
  const isWalked = catalogue.views.has(reach.through) || indexOf(catalogue, reach.through, pair, {});
  return [
    ...dates.flatMap((column) => expect(column, 'date', {})),
    ...expect(reach.subject, 'uuid', {}),
    ...(reach.row === undefined ? [] : expect(reach.row, 'uuid', {})),
    ...expect('created_at', 'timestamptz', {}),
    ...(isWalked ? [] : [`${reach.through} has no index on (${pair.join(', ')})`]),
  ];
}

function expectations(catalogue: Catalogue, table: string) {
  return (
    name: string,
    type: string,
    of: { readonly isNullable?: boolean; readonly hasDefault?: boolean },
  ): readonly string[] => {
    const column = catalogue.columns.get(`${table}.${name}`);
    if (column === undefined) return [`${table}.${name} is missing`];
    return [
      ...(column.type === type ? [] : [`${table}.${name} is ${column.type}, not ${type}`]),
      ...(of.isNullable === undefined || column.isNullable === of.isNullable
        ? []
        : [`${table}.${name} is wrong about NULL`]),
      ...(of.hasDefault === undefined || column.hasDefault === of.hasDefault
        ? []
        : [`${table}.${name} has no default`]),
    ];
  };
}

/** An index that starts with `columns`; a unique one has no more. */
function indexOf(
  catalogue: Catalogue,
  table: string,
  columns: readonly string[],
  of: { readonly isUnique?: boolean },
): boolean {
  return (catalogue.indexes.get(table) ?? []).some(
    (index: Index) =>
      columns.every((column, place) => index.columns[place] === column) &&
      (of.isUnique !== true || (index.isUnique && index.columns.length === columns.length)),
  );
}
