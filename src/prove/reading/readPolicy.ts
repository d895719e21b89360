/** Reads a store's SDL from its syntax tree, directive by directive: no compiler, no schema, no law. */
import { Kind, parse } from 'graphql';
import type { DefinitionNode, FieldDefinitionNode, InputValueDefinitionNode } from 'graphql';
import { readSpan } from './days.js';
import type { Span } from './days.js';
import type {
  StatedDisclosure,
  StatedField,
  StatedPolicy,
  StatedReach,
  StatedRole,
  StatedRoot,
  StatedType,
} from './statedPolicy.js';
import type { Arguments, Holder } from './syntax.js';
import { enumValues, isList, listOf, nameOf, snake, textOf, usesOf } from './syntax.js';

export function readPolicy(texts: readonly string[]): StatedPolicy {
  const definitions = texts.flatMap((text) => parse(text).definitions);
  const objects = objectsOf(definitions);
  const types = new Map(
    [...objects.values()].flatMap((object): readonly [string, StatedType][] => {
      const type = typeOf(object, objects, definitions);
      return type === undefined ? [] : [[type.name, type]];
    }),
  );
  const onSchema = definitions.filter(({ kind }) => kind === Kind.SCHEMA_EXTENSION || kind === Kind.SCHEMA_DEFINITION);
  const bounds = onSchema.flatMap((node) => usesOf(node as Holder, 'bound'));
  return {
    zones: onSchema.flatMap((node) => usesOf(node as Holder, 'zones')).flatMap(({ of }) => of as readonly string[]),
    purposes: enumValues(definitions, 'Purpose').map(({ name }) => name.value),
    roles: new Map(enumValues(definitions, 'Role').map((value) => [value.name.value, roleOf(value, bounds)])),
    types,
    roots: fieldsOf(objects.get('Query')).flatMap((field) => rootsOf(field, { objects, definitions })),
    writes: fieldsOf(objects.get('Mutation'))
      .flatMap((field) => usesOf(field, 'write'))
      .map((use) => ({ to: listOf(use['to']), purposes: listOf(use['for']) })),
  };
}

interface StatedObject extends Holder {
  readonly name: string;
  readonly fields: readonly FieldDefinitionNode[];
  readonly interfaces: readonly string[];
}

/** An object with whatever extends it. */
function objectsOf(definitions: readonly DefinitionNode[]): ReadonlyMap<string, StatedObject> {
  const objects = new Map<string, StatedObject>();
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const name = node.name.value;
    const known = objects.get(name);
    objects.set(name, {
      name,
      fields: [...(known?.fields ?? []), ...(node.fields ?? [])],
      interfaces: [...(known?.interfaces ?? []), ...(node.interfaces ?? []).map((type) => type.name.value)],
      directives: [...(known?.directives ?? []), ...(node.directives ?? [])],
    });
  }
  return objects;
}

function fieldsOf(object: StatedObject | undefined): readonly FieldDefinitionNode[] {
  return object?.fields ?? [];
}

function roleOf(
  value: Holder & { readonly name: { readonly value: string } },
  bounds: readonly Arguments[],
): StatedRole {
  const [party = {}] = usesOf(value, 'party');
  const bound = bounds.find(({ role }) => role === value.name.value);
  return {
    name: value.name.value,
    party: String(party['as']),
    acr: typeof party['acr'] === 'string' ? party['acr'].split(' ').filter(Boolean) : [],
    maxAge: spanOf(party['maxAge']),
    stepUpAge: spanOf(party['stepUpAge']),
    bound: bound === undefined ? undefined : { page: Number(bound['page']), cost: Number(bound['cost']) },
  };
}

const storedBy = ['subject', 'record', 'entity'] as const;

function typeOf(
  object: StatedObject,
  objects: ReadonlyMap<string, StatedObject>,
  definitions: readonly DefinitionNode[],
): StatedType | undefined {
  const kind = storedBy.find((each) => usesOf(object, each).length > 0);
  if (kind === undefined) return undefined;
  const [stored = {}] = usesOf(object, kind);
  const key = textOf(stored['key']) ?? 'id';
  return {
    name: object.name,
    kind,
    table: String(stored['table']),
    key,
    subject: kind === 'subject' ? key : textOf(stored['subject']),
    reaches: [
      ...usesOf(object, 'reach').map((use) => reachOf(object.name, use)),
      ...usesOf(object, 'exceptional').map((use) => exceptionalOf(object.name, use)),
    ],
    restricts: usesOf(object, 'restrict').map((use) => ({
      column: String(use['column']),
      fields: listOf(use['fields']),
      except: listOf(use['except']),
    })),
    disclosures: usesOf(object, 'disclose').map(disclosureOf),
    fields: new Map(
      fieldsOf(object)
        .filter(({ name }) => name.value !== 'id')
        .flatMap((field) => statedFields(field, { owner: object, objects, definitions }))
        .map((field) => [field.path, field]),
    ),
  };
}

interface Surroundings {
  readonly owner: StatedObject;
  readonly objects: ReadonlyMap<string, StatedObject>;
  readonly definitions: readonly DefinitionNode[];
}

/** One field, or the members of an embedded object. */
function statedFields(field: FieldDefinitionNode, at: Surroundings): readonly StatedField[] {
  const [embedded] = usesOf(field, 'embedded');
  if (embedded === undefined) return [statedField(field, at, { path: '', column: '' })];
  const place = { path: `${field.name.value}.`, column: String(embedded['prefix']) };
  return fieldsOf(at.objects.get(nameOf(field.type))).map((member) => statedField(member, at, place));
}

function statedField(
  field: FieldDefinitionNode,
  { owner, objects, definitions }: Surroundings,
  before: { readonly path: string; readonly column: string },
): StatedField {
  const typeName = nameOf(field.type);
  const members = membersOf(typeName, { objects, definitions });
  const kind = members.length === 0 ? 'value' : isList(field.type) ? 'list' : 'relation';
  const column = `${before.column}${snake(field.name.value)}`;
  return {
    path: `${before.path}${field.name.value}`,
    kind,
    column: kind === 'relation' ? `${column}_id` : column,
    targets: members.map((target) => ({ type: target.name, column: kind === 'list' ? backColumn(target, owner) : '' })),
    isAbstract: members.length > 0 && !objects.has(typeName),
    scalar: scalarOf(typeName, definitions),
    isUnique: usesOf(field, 'personal').some(({ search }) => listOf(search).includes('UNIQUE')),
    disclosures: usesOf(field, 'disclose').map(disclosureOf),
  };
}

/** The type itself where it has a table; of an interface or a union those of its types that have one. */
function membersOf(
  name: string,
  { objects, definitions }: Pick<Surroundings, 'objects' | 'definitions'>,
): readonly StatedObject[] {
  const inUnion = new Set(
    definitions.flatMap((node) =>
      (node.kind === Kind.UNION_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_EXTENSION) && node.name.value === name
        ? (node.types ?? []).map((type) => type.name.value)
        : [],
    ),
  );
  return [...objects.values()].filter(
    (object) =>
      (object.name === name || inUnion.has(object.name) || object.interfaces.includes(name)) &&
      storedBy.some((each) => usesOf(object, each).length > 0),
  );
}

/** The target's one relation to the owner; else the column that says whose a record is. */
function backColumn(target: StatedObject | undefined, owner: StatedObject): string {
  const relation = fieldsOf(target).find((field) => nameOf(field.type) === owner.name && !isList(field.type));
  if (relation !== undefined) return `${snake(relation.name.value)}_id`;
  const [record = {}] = target === undefined ? [] : usesOf(target, 'record');
  return String(record['subject']);
}

function reachOf(type: string, use: Arguments): StatedReach {
  return {
    type,
    name: String(use['name']),
    role: String(use['role']),
    through: String(use['through']),
    subject: String(use['subject']),
    column: String(use['column']),
    row: textOf(use['row']),
    claim: String(use['claim']),
    starts: String(use['starts']),
    ends: textOf(use['ends']),
    longest: spanOf(use['longest']),
    closes: listOf(use['closes']),
  };
}

/** What an account opens for a reason: a grant through it is one, though nobody has opened anything in the store that is filled. */
function exceptionalOf(type: string, use: Arguments): StatedReach {
  return {
    ...reachOf(type, use),
    through: exceptionally,
    subject: 'person',
    column: 'account',
    claim: 'ACCOUNT',
    starts: 'opened_at',
    ends: 'ends_at',
    closes: ['closed_at'],
  };
}

/** No relation: it has no links. */
const exceptionally = 'exceptionally';

function disclosureOf(use: Arguments): StatedDisclosure {
  return {
    to: listOf(use['to']),
    purposes: listOf(use['for']),
    through: listOf(use['through']),
    as: textOf(use['as']) ?? 'EXACT',
    within: spanOf(use['within']),
    approval: use['approval'] === true,
    stepUp: use['stepUp'] === true,
  };
}

function rootsOf(
  field: FieldDefinitionNode,
  { objects, definitions }: Pick<Surroundings, 'objects' | 'definitions'>,
): readonly StatedRoot[] {
  const [root] = usesOf(field, 'root');
  if (root === undefined) return [];
  const given = field.arguments ?? [];
  return membersOf(nameOf(field.type), { objects, definitions }).map((type) => ({
    name: field.name.value,
    kind: String(root['kind']),
    type: type.name,
    isAbstract: type.name !== nameOf(field.type),
    by: (root['by'] as readonly (readonly string[])[] | undefined) ?? [],
    compared: comparedOf(given, definitions),
    takesId: given.some(({ name }) => name.value === 'id'),
    takesChangedSince: given.some(({ name }) => name.value === 'changedSince'),
  }));
}

function comparedOf(
  given: readonly InputValueDefinitionNode[],
  definitions: readonly DefinitionNode[],
): StatedRoot['compared'] {
  for (const argument of given) {
    const input = definitions.find(
      (node) => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && node.name.value === nameOf(argument.type),
    );
    if (input?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) continue;
    const paths = (input.fields ?? []).map((field): readonly [string, string] => {
      const [sets] = usesOf(field, 'sets');
      return [field.name.value, textOf(sets?.['field']) ?? field.name.value];
    });
    return { argument: argument.name.value, paths: new Map(paths) };
  }
  return undefined;
}

const scalars = new Set([
  'Int',
  'Float',
  'Boolean',
  'ID',
  'Date',
  'PartialDate',
  'DateTime',
  'YearMonth',
  'Email',
  'Phone',
  'PostalCode',
  'Duration',
]);

function scalarOf(typeName: string, definitions: readonly DefinitionNode[]): string {
  if (scalars.has(typeName)) return typeName;
  return enumValues(definitions, typeName).length > 0 ? 'Enum' : 'Text';
}

function spanOf(value: unknown): Span | undefined {
  return typeof value === 'string' ? readSpan(value) : undefined;
}
