/** Reads the types that have a table: whose rows they are, who reaches them, what narrows them. */
import { isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema, ObjectTypeDefinitionNode } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { Use } from './directives.js';
import { usesOf } from './directives.js';
import type { ReachDraft, TypeDraft } from './draft.js';
import { readFields } from './fields.js';
import { shapeOf } from './shape.js';
import { snakeCase } from '../naming.js';

type Stored =
  | { readonly kind: 'subject'; readonly use: Use<'subject'> }
  | { readonly kind: 'record'; readonly use: Use<'record'> }
  | { readonly kind: 'entity'; readonly use: Use<'entity'> };

interface StoredType {
  readonly object: GraphQLObjectType;
  readonly node: ObjectTypeDefinitionNode;
  readonly stored: Stored;
}

export function readTypes(schema: GraphQLSchema): ReadonlyMap<string, TypeDraft> {
  const found = storedTypes(schema);
  return new Map([...found.values()].map((each) => [each.object.name, readType(schema, found, each)]));
}

/** What says that a type has a table, in the order written; one, unless the SDL contradicts itself. */
export function storedUses(schema: GraphQLSchema, object: GraphQLObjectType): readonly Stored[] {
  const holders = [object.astNode, ...object.extensionASTNodes];
  return [
    ...usesOf(schema, holders, 'subject').map((use) => ({ kind: 'subject', use }) as const),
    ...usesOf(schema, holders, 'record').map((use) => ({ kind: 'record', use }) as const),
    ...usesOf(schema, holders, 'entity').map((use) => ({ kind: 'entity', use }) as const),
  ];
}

function storedTypes(schema: GraphQLSchema): ReadonlyMap<string, StoredType> {
  const found = new Map<string, StoredType>();
  for (const object of Object.values(schema.getTypeMap())) {
    if (!isObjectType(object)) continue;
    const [stored] = storedUses(schema, object);
    if (stored === undefined) continue;
    invariant(object.astNode, 'the schema is built from SDL');
    found.set(object.name, { object, node: object.astNode, stored });
  }
  return found;
}

function readType(schema: GraphQLSchema, found: ReadonlyMap<string, StoredType>, type: StoredType): TypeDraft {
  const { object, node, stored } = type;
  const holders = [object.astNode, ...object.extensionASTNodes];
  return {
    name: object.name,
    object,
    node,
    kind: stored.kind,
    stored: stored.use,
    table: stored.use.args.table,
    key: stored.use.args.key,
    subject: subjectOf(found, type),
    population: stored.kind === 'subject' ? stored.use.args.population : 0,
    fields: readFields({
      schema,
      stored: new Set(found.keys()),
      name: object.name,
      object,
      isPersonal: stored.kind !== 'entity',
      subjectColumn: (target, person) => subjectColumn(found, target, person),
    }),
    disclosures: usesOf(schema, holders, 'disclose'),
    reaches: readReaches(object.name, usesOf(schema, holders, 'reach')),
    exceptionals: usesOf(schema, holders, 'exceptional'),
    reveals: usesOf(schema, holders, 'reveals'),
    restricts: usesOf(schema, holders, 'restrict'),
    retains: usesOf(schema, holders, 'retain'),
  };
}

function readReaches(type: string, uses: readonly Use<'reach'>[]): readonly ReachDraft[] {
  const ordinals = new Map<string, number>();
  return uses.map((use) => {
    const name = `${type}.${use.args.name}.${use.args.role}`;
    const ordinal = (ordinals.get(name) ?? 0) + 1;
    ordinals.set(name, ordinal);
    return { id: `${name}.${String(ordinal)}`, type, use };
  });
}

function subjectColumn(found: ReadonlyMap<string, StoredType>, target: string, person: string): string | undefined {
  const type = found.get(target);
  if (type?.stored.kind !== 'record') return undefined;
  const subject = subjectOf(found, type);
  return subject?.type === person ? subject.column : undefined;
}

/** A record's person is the one that its relation by the subject's column names; without it, the store's only subject. */
function subjectOf(found: ReadonlyMap<string, StoredType>, type: StoredType): TypeDraft['subject'] {
  const { stored, object } = type;
  if (stored.kind === 'entity') return undefined;
  if (stored.kind === 'subject') return { type: object.name, column: stored.use.args.key };
  const column = stored.use.args.subject;
  const names = new Set(found.keys());
  const related = Object.values(object.getFields()).flatMap((field) => {
    const shape = shapeOf(field, names);
    return shape.kind === 'relation' && `${snakeCase(field.name)}_id` === column ? [shape.target.name] : [];
  });
  const subjects = [...found.values()].filter((each) => each.stored.kind === 'subject').map((each) => each.object.name);
  const person = related[0] ?? (subjects.length === 1 ? subjects[0] : undefined);
  return { type: subjects.find((name) => name === person), column };
}
