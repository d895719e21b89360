import { getNamedType, getNullableType, isAbstractType, isInterfaceType, isListType, isObjectType } from 'graphql';
import type { ASTNode, GraphQLAbstractType, GraphQLField, GraphQLInterfaceType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { usesOf } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { shapeOf } from '../read/shape.js';

/**
 * An interface or a union is of types with a table, and stands where its rows can be read as rows of those types: in a list
 * of a type, and in a NODE by its id. Anywhere else it would state a right that this version does not keep.
 */
export function abstractsAreStored(draft: Draft): readonly PolicyProblem[] {
  return [...abstractTypes(draft).flatMap((type) => problemsOf(draft, type)), ...placeProblems(draft)];
}

function abstractTypes({ schema }: Draft): readonly GraphQLAbstractType[] {
  return Object.values(schema.getTypeMap()).filter(isAbstractType);
}

function problemsOf(draft: Draft, type: GraphQLAbstractType): readonly PolicyProblem[] {
  const members = draft.schema.getPossibleTypes(type);
  const strays = members.filter(({ name }) => !draft.types.has(name)).map(({ name }) => name);
  const node = type.astNode?.name;
  return [
    ...(members.length === 0
      ? [
          unsupported(
            node,
            `${type.name}, which has no type,`,
            `Write "implements ${type.name}" on a type with a table.`,
          ),
        ]
      : []),
    ...strays.map((stray) =>
      unsupported(node, `${type.name} of ${stray}, which has no table,`, `Take ${stray} out of ${type.name}.`),
    ),
    ...(isInterfaceType(type) ? interfaceProblems(draft, type) : []),
  ];
}

function interfaceProblems(draft: Draft, type: GraphQLInterfaceType): readonly PolicyProblem[] {
  const fields = Object.values(type.getFields());
  const key = fields.find(({ name }) => name === 'id');
  return [
    ...(String(key?.type) === 'ID!'
      ? []
      : [unsupported(type.astNode?.name, `${type.name}, which has no id,`, 'Write `id: ID!` in it: rows have a key.')]),
    ...fields.flatMap((field) => fieldProblems(draft, type, field)),
  ];
}

function fieldProblems(
  draft: Draft,
  type: GraphQLInterfaceType,
  field: GraphQLField<unknown, unknown>,
): readonly PolicyProblem[] {
  const { kind } = shapeOf(field, new Set(draft.types.keys()));
  const coordinate = `${type.name}.${field.name}`;
  const node = field.astNode?.name;
  if (!['id', 'value', 'relation', 'list'].includes(kind) || field.args.length > 0) {
    const remedy = 'Keep values, relations and lists of one type; what its types show otherwise, ask by a fragment.';
    return [unsupported(node, `${coordinate} of ${String(field.type)}`, remedy)];
  }
  return [];
}

/** Where an interface or a union stands and no row of it can be read. */
function placeProblems(draft: Draft): readonly PolicyProblem[] {
  const owners = Object.values(draft.schema.getTypeMap()).filter(isObjectType);
  return owners.flatMap((owner) =>
    Object.values(owner.getFields())
      .filter((field) => isAbstractType(getNamedType(field.type)) && !isReadable(draft, owner.name, field))
      .map((field) =>
        unsupported(
          field.astNode?.name,
          `${String(field.type)} at ${owner.name}.${field.name}`,
          owner.name === 'Query'
            ? 'Write one nullable row with @root(kind: NODE) and `id: ID!`, or a root for each of its types.'
            : 'Write a list of it on a type with a table, or a field for each of its types.',
        ),
      ),
  );
}

function isReadable(draft: Draft, owner: string, field: GraphQLField<unknown, unknown>): boolean {
  const isList = isListType(getNullableType(field.type));
  if (draft.types.has(owner)) return isList;
  if (owner !== 'Query' || isList) return false;
  const [root] = usesOf(draft.schema, [field.astNode], 'root');
  return root?.args.kind === 'NODE' && field.args.some(({ name }) => name === 'id');
}

function unsupported(node: ASTNode | undefined, what: string, remedy: string): PolicyProblem {
  return problemAt(node, { code: 'NOT_SUPPORTED_YET', message: `${what} is not supported yet.`, remedy });
}
