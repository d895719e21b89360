/** The filters and lookups of a contract: no input names a field that the role cannot read (law 7). */
import { getNamedType, GraphQLInputObjectType, isInputObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLInputFieldConfig } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { FieldGrant, RootModel, TypeGrant } from '../compiled.js';

/** Input fields of a LIST's filter that compare what the role reads EXACT. */
export function filterInputs({ filter }: RootModel, grant: TypeGrant): readonly string[] {
  if (filter === undefined) return [];
  return [...filter.compares].filter(([, path]) => exactGates(grant, path) !== undefined).map(([input]) => input);
}

/** Input fields of the sets of a FIND of which the role reads all EXACT, for one purpose. */
export function findInputs({ find, by }: RootModel, grant: TypeGrant): readonly string[] {
  if (find === undefined) return [];
  const paths = new Set(by.filter((set) => readsTogether(grant, set)).flat());
  return [...find.sets].filter(([, path]) => paths.has(path)).map(([input]) => input);
}

function readsTogether(grant: TypeGrant, set: readonly string[]): boolean {
  return [...grant.visible.keys()].some((purpose) =>
    set.every((path) => exactGates(grant, path)?.has(purpose) === true),
  );
}

/** What opens a field as it is; undefined: the role reads no more than a rung of it. */
function exactGates({ fields }: TypeGrant, path: string): FieldGrant['gates'] | undefined {
  const grant = fields.get(path);
  return grant?.precision === 'EXACT' ? grant.gates : undefined;
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
