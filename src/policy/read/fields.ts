/** Reads the fields of a type with a table: where each is stored, and what is said of it. */
import { isEnumType, isNonNullType, isScalarType } from 'graphql';
import type {
  FieldDefinitionNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { EmbeddedField, FieldModel, ListField, MembersField, RelationField, ValueField } from '../compiled.js';
import { snakeCase } from '../naming.js';
import type { Use } from './directives.js';
import { usesOf } from './directives.js';
import type { FieldDraft } from './draft.js';
import { scalarKindOf, shapeOf } from './shape.js';

export interface FieldOwner {
  readonly schema: GraphQLSchema;
  /** Names of the types with a table. */
  readonly stored: ReadonlySet<string>;
  readonly name: string;
  readonly object: GraphQLObjectType;
  readonly isPersonal: boolean;
  /** Column of `target` that holds its person's key, when that person is of type `person`. */
  readonly subjectColumn: (target: string, person: string) => string | undefined;
}

/** What stands on one field. */
interface Statement {
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldDefinitionNode;
  readonly coordinate: string;
  readonly personal: Use<'personal'> | undefined;
  readonly impersonal: Use<'impersonal'> | undefined;
  readonly disclosures: readonly Use<'disclose'>[];
}

export function readFields(owner: FieldOwner): ReadonlyMap<string, FieldDraft> {
  const drafts = Object.values(owner.object.getFields()).flatMap((field) => readField(owner, field));
  return new Map(drafts.map((draft) => [draft.model.path, draft]));
}

function readField(owner: FieldOwner, field: GraphQLField<unknown, unknown>): readonly FieldDraft[] {
  const statement = statementOf(owner, owner.name, field);
  const shape = shapeOf(field, owner.stored);
  switch (shape.kind) {
    case 'id':
    case 'stray':
      return [];
    case 'value':
      return [draftOf(statement, valueOf(owner, statement, { path: field.name, prefix: '', type: shape.type }))];
    case 'embedded':
      return readEmbedded(owner, statement, shape.type);
    case 'relation':
      return [draftOf(statement, relationOf(owner, statement, shape.target))];
    case 'list':
      return [listDraft(owner, statement, shape.target)];
    case 'members':
      return [membersDraft(owner, statement, shape.target)];
  }
}

function readEmbedded(owner: FieldOwner, statement: Statement, type: GraphQLObjectType): readonly FieldDraft[] {
  const [embedded] = usesOf(owner.schema, [statement.node], 'embedded');
  invariant(embedded, 'what is embedded says with which prefix');
  const { prefix } = embedded.args;
  const members = Object.values(type.getFields()).flatMap((member) => {
    const shape = shapeOf(member, owner.stored);
    if (shape.kind !== 'value') return [];
    const stated = statementOf(owner, type.name, member);
    const path = `${statement.field.name}.${member.name}`;
    return [draftOf(stated, valueOf(owner, stated, { path, prefix, type: shape.type }))];
  });
  const model: EmbeddedField = {
    kind: 'embedded',
    ...saidOf(owner, statement),
    category: undefined,
    typeName: type.name,
    members: members.map(({ model: { path } }) => path.slice(statement.field.name.length + 1)),
  };
  return [draftOf(statement, model), ...members];
}

function valueOf(
  owner: FieldOwner,
  statement: Statement,
  place: { readonly path: string; readonly prefix: string; readonly type: GraphQLNamedType },
): ValueField {
  const { field, personal } = statement;
  return {
    kind: 'value',
    ...saidOf(owner, statement),
    path: place.path,
    column: place.prefix + snakeCase(field.name),
    scalar: scalarKindOf(place.type),
    typeName: place.type.name,
    values: isEnumType(place.type) ? place.type.getValues().map(({ name }) => name) : undefined,
    pattern: patternOf(owner.schema, place.type),
    storage: owner.isPersonal && personal !== undefined && personal.args.clear === undefined ? 'sealed' : 'clear',
    required: isNonNullType(field.type),
  };
}

function patternOf(schema: GraphQLSchema, type: GraphQLNamedType): string | undefined {
  if (!isScalarType(type)) return undefined;
  const [format] = usesOf(schema, [type.astNode, ...type.extensionASTNodes], 'format');
  return format === undefined ? undefined : `^(?:${format.args.pattern})$`;
}

function relationOf(owner: FieldOwner, statement: Statement, target: GraphQLObjectType): RelationField {
  const { field } = statement;
  return {
    kind: 'relation',
    ...saidOf(owner, statement),
    column: `${snakeCase(field.name)}_id`,
    target: target.name,
    required: isNonNullType(field.type),
  };
}

function listDraft(owner: FieldOwner, statement: Statement, target: GraphQLObjectType): FieldDraft {
  const backPointers = backPointersOf(owner, target);
  return { ...draftOf(statement, listOf(owner, statement, target, backPointers)), backPointers };
}

function listOf(
  owner: FieldOwner,
  statement: Statement,
  target: GraphQLObjectType,
  backPointers: readonly string[],
): ListField {
  return Object.freeze({
    kind: 'list',
    ...saidOf(owner, statement),
    target: target.name,
    column: backPointers[0] ?? '',
  });
}

function membersDraft(owner: FieldOwner, statement: Statement, target: GraphQLAbstractType): FieldDraft {
  const members = owner.schema.getPossibleTypes(target).filter(({ name }) => owner.stored.has(name));
  const pointers = members.map((member) => [member, backPointersOf(owner, member)] as const);
  const model: MembersField = {
    kind: 'members',
    ...saidOf(owner, statement),
    target: target.name,
    lists: Object.freeze(pointers.map(([member, columns]) => listOf(owner, statement, member, columns))),
  };
  return {
    ...draftOf(statement, model),
    memberPointers: new Map(pointers.map(([{ name }, columns]) => [name, columns])),
  };
}

/** What every field has, wherever it is stored. */
function saidOf(
  owner: FieldOwner,
  { field, coordinate, personal }: Statement,
): Pick<ListField, 'path' | 'description' | 'coordinate' | 'category'> {
  return {
    path: field.name,
    description: field.description ?? '',
    coordinate,
    category: owner.isPersonal ? personal?.args.category : undefined,
  };
}

/** Columns of `target` that hold the key of an owner's row: its relations to the owner, and its subject's column. */
function backPointersOf(owner: FieldOwner, target: GraphQLObjectType): readonly string[] {
  const relations = Object.values(target.getFields()).flatMap((field) => {
    const shape = shapeOf(field, owner.stored);
    return shape.kind === 'relation' && shape.target.name === owner.name ? [`${snakeCase(field.name)}_id`] : [];
  });
  const subject = owner.subjectColumn(target.name, owner.name);
  return [...new Set(subject === undefined ? relations : [...relations, subject])];
}

function statementOf(owner: FieldOwner, typeName: string, field: GraphQLField<unknown, unknown>): Statement {
  const node = field.astNode;
  invariant(node, 'the schema is built from SDL');
  return {
    field,
    node,
    coordinate: `${typeName}.${field.name}`,
    personal: usesOf(owner.schema, [node], 'personal')[0],
    impersonal: usesOf(owner.schema, [node], 'impersonal')[0],
    disclosures: usesOf(owner.schema, [node], 'disclose'),
  };
}

function draftOf(statement: Statement, model: FieldModel): FieldDraft {
  const { node, personal, impersonal, disclosures } = statement;
  return {
    model: Object.freeze(model),
    node,
    personal,
    impersonal,
    disclosures,
    backPointers: [],
    memberPointers: new Map(),
  };
}
