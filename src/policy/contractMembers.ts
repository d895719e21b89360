/** What a partner's software can name in a contract: fields, arguments, inputs and values, each with its notice of leaving. */
import { getDirectiveValues, GraphQLDeprecatedDirective, Kind, parse } from 'graphql';
import type { DefinitionNode, FieldDefinitionNode } from 'graphql';

export interface ContractMember {
  /** Schema coordinate: `Tenant.email`, `Query.tenant(id:)`, `LeaseFilter.status`, `LeaseStatus.OVER`. */
  readonly coordinate: string;
  /** The reason of its deprecation; undefined: it stays. */
  readonly deprecated: string | undefined;
}

/** The members of a contract's SDL, in its order. A type is its members. */
export function contractMembers(contract: string): readonly ContractMember[] {
  return parse(contract).definitions.flatMap(membersOf);
}

function membersOf(node: DefinitionNode): readonly ContractMember[] {
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return given(node.fields).flatMap((field) => fieldMembers(node.name.value, field));
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return named(node.name.value, given(node.fields));
  if (node.kind === Kind.ENUM_TYPE_DEFINITION) return named(node.name.value, given(node.values));
  return node.kind === Kind.UNION_TYPE_DEFINITION ? named(node.name.value, given(node.types)) : [];
}

/** GraphQL's parser gives a list, if an empty one, where its types allow for none. */
function given<T>(nodes: readonly T[] | undefined): readonly T[] {
  return nodes ?? [];
}

type Member = Deprecable & { readonly name: { readonly value: string } };

function named(type: string, members: readonly Member[]): readonly ContractMember[] {
  return members.map((member) => memberOf(`${type}.${member.name.value}`, member));
}

function fieldMembers(type: string, field: FieldDefinitionNode): readonly ContractMember[] {
  const coordinate = `${type}.${field.name.value}`;
  const args = given(field.arguments).map((argument) => memberOf(`${coordinate}(${argument.name.value}:)`, argument));
  return [memberOf(coordinate, field), ...args];
}

type Deprecable = Parameters<typeof getDirectiveValues>[1];

/** Without a reason the notice has GraphQL's own words. */
function memberOf(coordinate: string, node: Deprecable): ContractMember {
  const reason = getDirectiveValues(GraphQLDeprecatedDirective, node)?.['reason'];
  return { coordinate, deprecated: typeof reason === 'string' ? reason : undefined };
}
