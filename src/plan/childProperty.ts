/**
 * Where a row keeps what a relation or a list gave: under what was asked, not under its response key alone. The rows of one
 * page stand in the answer under `nodes`, under `edges` and under aliases of both, and in each place GraphQL lets one
 * response key mean something else (specification, section 5.3.2, compares selections of one place only).
 */
import type { FieldNode } from 'graphql';
import { print } from 'graphql';

const known = new WeakMap<FieldNode, string>();

/** Property of a row for `node`: the same for two nodes of one response key, field and arguments, whatever their order. */
export function childProperty(node: FieldNode): string {
  const property = known.get(node) ?? propertyOf(node);
  known.set(node, property);
  return property;
}

/** `#` stands in no name of GraphQL, so no child takes the place of a leaf. */
function propertyOf({ alias, name, arguments: given = [] }: FieldNode): string {
  const values = given.map((argument) => print(argument)).toSorted();
  return `#${(alias ?? name).value} ${name.value}(${values.join(', ')})`;
}
