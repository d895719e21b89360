import { Kind } from 'graphql';
import type { DefinitionNode } from 'graphql';

/** Objects of a union, or that implement an interface; none of any other type. */
export function membersOf(
  name: string,
  objects: ReadonlyMap<string, unknown>,
  definitions: readonly DefinitionNode[],
): readonly string[] {
  const united = definitions.flatMap((node) =>
    (node.kind === Kind.UNION_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_EXTENSION) && node.name.value === name
      ? (node.types ?? [])
      : [],
  );
  const implementing = definitions.flatMap((node) =>
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    node.interfaces?.some((each) => each.name.value === name) === true
      ? [node]
      : [],
  );
  return [...united.map((type) => type.name.value), ...implementing.map((node) => node.name.value)].filter((type) =>
    objects.has(type),
  );
}
