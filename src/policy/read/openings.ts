/** Reads the mutations with @opens: whom their arguments name, by what, and why. */
import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { reasonArgument } from '../naming.js';
import { argumentNode, usesOf } from './directives.js';
import type { NamingDraft, OpeningDraft, TypeDraft } from './draft.js';
import { declaredMutations } from './operations.js';

export function readOpenings(schema: GraphQLSchema, types: ReadonlyMap<string, TypeDraft>): readonly OpeningDraft[] {
  return declaredMutations(schema).flatMap(({ field, node }) => {
    const [use] = usesOf(schema, [node], 'opens');
    if (use === undefined) return [];
    return [
      {
        field,
        node,
        use,
        type: shownType(field, types),
        reason: field.args.find(({ name }) => name === reasonArgument),
        brings: field.args
          .filter(({ name }) => name !== reasonArgument)
          .map((argument) => ({
            argument,
            path: usesOf(schema, [argument.astNode], 'sets')[0]?.args.field ?? argument.name,
          })),
      },
    ];
  });
}

/** Whom nobody knows, of a payload that shows nobody, another law refuses. */
export function openingNamings(openings: readonly OpeningDraft[]): readonly NamingDraft[] {
  return openings.flatMap(({ field, use, type }) =>
    type === undefined
      ? []
      : [{ of: `Mutation.${field.name}`, type, fields: use.args.by, node: argumentNode(use, 'by') }],
  );
}

function shownType({ type }: OpeningDraft['field'], types: ReadonlyMap<string, TypeDraft>): string | undefined {
  const payload = getNamedType(type);
  if (!isObjectType(payload)) return undefined;
  const shown = Object.values(payload.getFields())
    .map((field) => getNamedType(field.type).name)
    .filter((name) => types.has(name));
  return shown.length === 1 ? shown[0] : undefined;
}
