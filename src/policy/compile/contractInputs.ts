/** The filters and lookups of a contract: no input names a field that the role cannot read (law 7). */
import { getNamedType, GraphQLInputObjectType, isInputObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLInputFieldConfig } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { RootModel, TypeGrant } from '../compiled.js';

/** Input fields of a LIST's filter that compare what the role reads EXACT. */
export function filterInputs(root: RootModel, grant: TypeGrant): readonly string[] {
  return [...(root.filter?.compares ?? [])].filter(([, path]) => readsExactly(grant, path)).map(([input]) => input);
}

/** Input fields of the sets of a FIND of which the role reads all EXACT, for one purpose. */
export function findInputs(root: RootModel, grant: TypeGrant): readonly string[] {
  const paths = new Set(root.by.filter((set) => readsTogether(grant, set)).flat());
  return [...(root.find?.sets ?? [])].filter(([, path]) => paths.has(path)).map(([input]) => input);
}

function readsExactly(grant: TypeGrant, path: string): boolean {
  return grant.fields.get(path)?.precision === 'EXACT';
}

function readsTogether(grant: TypeGrant, set: readonly string[]): boolean {
  return [...grant.visible.keys()].some((purpose) =>
    set.every((path) => readsExactly(grant, path) && grant.fields.get(path)?.gates.has(purpose) === true),
  );
}

/** The input object of `argument`, with the fields named. */
export function inputWith(argument: GraphQLArgument, names: readonly string[]): GraphQLInputObjectType {
  const type = getNamedType(argument.type);
  invariant(isInputObjectType(type), `${argument.name} is an input object`);
  const fields: Record<string, GraphQLInputFieldConfig> = {};
  for (const field of Object.values(type.getFields())) {
    if (names.includes(field.name)) fields[field.name] = inputFieldOf(field);
  }
  return new GraphQLInputObjectType({ name: type.name, description: type.description, fields });
}

function inputFieldOf({ type, description, deprecationReason }: GraphQLInputField): GraphQLInputFieldConfig {
  return { type, description, deprecationReason };
}
