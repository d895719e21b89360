/** What a partner's software can name in a contract: fields, arguments, inputs and values, each with its notice of leaving. */
import { Kind, parse } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, FieldDefinitionNode } from 'graphql';

export interface ContractMember {
  /** Schema coordinate: `Tenant.email`, `Query.tenant(id:)`, `LeaseFilter.status`, `LeaseStatus.OVER`. */
  readonly coordinate: string;
  /** The reason of its deprecation; undefined: it stays. */
  readonly deprecated: string | undefined;
}

/** The members of a contract's SDL, in its order. A type is its members. */
export function contractMembers(contract: string): readonly ContractMember[] {
  return parse(contract, { noLocation: true }).definitions.flatMap(membersOf);
}

function membersOf(node: DefinitionNode): readonly ContractMember[] {
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return (node.fields ?? []).flatMap((field) => fieldMembers(node.name.value, field));
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) return named(node.name.value, node.fields);
  if (node.kind === Kind.ENUM_TYPE_DEFINITION) return named(node.name.value, node.values);
  return node.kind === Kind.UNION_TYPE_DEFINITION ? named(node.name.value, node.types) : [];
}

type Member = Deprecable & { readonly name: { readonly value: string } };

function named(type: string, members: readonly Member[] = []): readonly ContractMember[] {
  return members.map((member) => memberOf(`${type}.${member.name.value}`, member));
}

function fieldMembers(type: string, field: FieldDefinitionNode): readonly ContractMember[] {
  const coordinate = `${type}.${field.name.value}`;
  const args = (field.arguments ?? []).map((argument) => memberOf(`${coordinate}(${argument.name.value}:)`, argument));
  return [memberOf(coordinate, field), ...args];
}

interface Deprecable {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

function memberOf(coordinate: string, { directives = [] }: Deprecable): ContractMember {
  const notice = directives.find(({ name }) => name.value === 'deprecated');
  return { coordinate, deprecated: notice === undefined ? undefined : reasonOf(notice) };
}

/** GraphQL's own words when none are given. */
function reasonOf({ arguments: given = [] }: ConstDirectiveNode): string {
  const [reason] = given;
  return reason?.value.kind === Kind.STRING ? reason.value.value : 'No longer supported';
}
