/** Reads the fields of Query and Mutation: roots and writes are declared, never resolvers. */
import { getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type {
  FieldDefinitionNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputObjectType,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import { engineMutations, engineQueries } from '../engine.js';
import type { Use } from './directives.js';
import { carries, usesOf } from './directives.js';
import type { ConstantDraft, RootDraft, SettingDraft, WriteDraft } from './draft.js';

export function readRoots(schema: GraphQLSchema): readonly RootDraft[] {
  return fieldsOf(schema.getQueryType())
    .filter(({ field, node }) => !engineQueries.has(field.name) && !carries(node, 'match'))
    .map(({ field, node }) => ({ field, node, use: usesOf(schema, [node], 'root')[0] }));
}

export function readWrites(schema: GraphQLSchema): readonly WriteDraft[] {
  const declared = declaredMutations(schema).filter(({ node }) => !carries(node, 'opens') && !carries(node, 'request'));
  return declared.map(({ field, node }) => {
    const steps = usesOf(schema, [node], 'write');
    const types = steps.map(({ args }) => args.type);
    const constants = usesOf(schema, [node], 'sets').map((use) => constantOf(types, use));
    const settings = field.args.flatMap((argument) => settingsOf({ schema, types, argument }));
    return { field, node, steps, constants, settings };
  });
}

/** Those of the store: the engine's own are declared beside them. */
export function declaredMutations(schema: GraphQLSchema): ReturnType<typeof fieldsOf> {
  return fieldsOf(schema.getMutationType()).filter(({ field }) => !engineMutations.has(field.name));
}

/** Whether an argument is an idempotency key: named `key`, and setting nothing. */
export function isIdempotencyKey(argument: GraphQLArgument): boolean {
  return argument.name === 'key' && !carries(argument.astNode, 'sets');
}

export function fieldsOf(
  type: GraphQLObjectType | null | undefined,
): readonly { readonly field: GraphQLField<unknown, unknown>; readonly node: FieldDefinitionNode }[] {
  return Object.values(type?.getFields() ?? {}).map((field) => {
    invariant(field.astNode, 'the schema is built from SDL');
    return { field, node: field.astNode };
  });
}

interface ArgumentPlace {
  readonly schema: GraphQLSchema;
  /** Types of the steps, in order. */
  readonly types: readonly string[];
  readonly argument: GraphQLArgument;
}

export function constantOf(types: readonly string[], use: Use<'sets'>): ConstantDraft {
  return { ...placeOf(types, use.args.field), use, argument: undefined, input: undefined };
}

export function settingsOf(place: ArgumentPlace): readonly SettingDraft[] {
  const { schema, types, argument } = place;
  const type = getNamedType(argument.type);
  if (isInputObjectType(type))
    return inputSettings(place, type, { input: '', sets: '', isRequired: isNonNullType(argument.type) });
  if (isIdempotencyKey(argument)) return [];
  return statedPaths(schema, argument, argument.name).map(({ path, use }) => ({
    ...placeOf(types, path),
    use,
    argument,
    input: undefined,
  }));
}

/** Where an input object stands: its path in the argument, what its fields set by default, whether it must be given. */
interface InputPlace {
  readonly input: string;
  readonly sets: string;
  readonly isRequired: boolean;
}

function inputSettings(place: ArgumentPlace, type: GraphQLInputObjectType, outer: InputPlace): readonly SettingDraft[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const isRequired = outer.isRequired && isNonNullType(field.type);
    const path = outer.input + field.name;
    const stated = statedPaths(place.schema, field, outer.sets + field.name);
    if (isInputObjectType(inner)) {
      // An object within an object within an object is refused by a law; here it only must not recur for ever.
      if (outer.input.split('.').length > 2 || isListType(getNullableType(field.type))) return [];
      return stated
        .slice(0, 1)
        .flatMap((own) => inputSettings(place, inner, { input: `${path}.`, sets: `${own.path}.`, isRequired }));
    }
    return stated.map(({ path: sets, use }) => ({
      ...placeOf(place.types, sets),
      use,
      argument: place.argument,
      input: { field, path, required: isRequired },
    }));
  });
}

function statedPaths(
  schema: GraphQLSchema,
  holder: GraphQLArgument | GraphQLInputField,
  own: string,
): readonly { readonly path: string; readonly use: Use<'sets'> | undefined }[] {
  const uses = usesOf(schema, [holder.astNode], 'sets');
  return uses.length === 0 ? [{ path: own, use: undefined }] : uses.map((use) => ({ path: use.args.field, use }));
}

/** `Lease.startsOn` is a field of the step that writes Lease; `startsOn` one of the first step. */
function placeOf(types: readonly string[], path: string): { readonly type: string; readonly path: string } {
  const dot = path.indexOf('.');
  const head = path.slice(0, Math.max(0, dot));
  if (types.includes(head)) return { type: head, path: path.slice(dot + 1) };
  return { type: types[0] ?? '', path };
}
