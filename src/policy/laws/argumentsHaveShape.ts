import { getNamedType, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { ASTNode, GraphQLArgument, GraphQLInputObjectType } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, WriteDraft } from '../read/draft.js';
import { isIdempotencyKey } from '../read/operations.js';

/** A mutation takes scalars and input objects, at most one list of rows, and at most one idempotency key. */
export function argumentsHaveShape(draft: Draft): readonly PolicyProblem[] {
  return draft.writes.flatMap((write) => [
    ...write.field.args.flatMap((argument) => problemsOf(write, argument)),
    ...rowProblems(write),
  ]);
}

function problemsOf(write: WriteDraft, argument: GraphQLArgument): readonly PolicyProblem[] {
  const type = getNamedType(argument.type);
  const node = argument.astNode?.name;
  if (isInputObjectType(type)) {
    return isNonNullType(argument.type)
      ? inputProblems(write, type, 0)
      : [wrong(write, node, `takes ${argument.name} or nothing`, 'Write "!" after its type.')];
  }
  if (isListType(getNullableType(argument.type)))
    return [wrong(write, node, `takes a list of ${type.name}`, 'Write a list of an input object.')];
  if (isIdempotencyKey(argument) && type.name !== 'String' && type.name !== 'ID') {
    return [wrong(write, node, `takes a key of type ${type.name}`, 'Write `key: String!`.')];
  }
  return [];
}

/** An input object may hold one level of objects, for an embedded one; it holds no list. */
function inputProblems(write: WriteDraft, type: GraphQLInputObjectType, depth: number): readonly PolicyProblem[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    const node = field.astNode?.name;
    if (isListType(getNullableType(field.type)))
      return [wrong(write, node, `takes a list in ${type.name}`, 'Bring rows as an argument of their own.')];
    if (!isInputObjectType(inner)) return [];
    return depth === 0
      ? inputProblems(write, inner, 1)
      : [wrong(write, node, `takes objects in objects in ${type.name}`, 'Bring one object within another at most.')];
  });
}

function rowProblems(write: WriteDraft): readonly PolicyProblem[] {
  const lists = write.field.args.filter(({ type }) => isListType(getNullableType(type)));
  const rows = Math.max(0, ...write.steps.map(({ args }) => args.rows));
  return [
    ...(lists.length > 1 ? [wrong(write, write.node.name, 'takes two lists of rows', 'Keep one.')] : []),
    ...(lists.length === 0 && rows > 1
      ? [
          wrong(
            write,
            write.node.name,
            `writes ${String(rows)} rows and takes no list`,
            'Take `rows` off, or bring a list.',
          ),
        ]
      : []),
  ];
}

function wrong({ field }: WriteDraft, node: ASTNode | undefined, what: string, remedy: string): PolicyProblem {
  return problemAt(node, { code: 'ARGUMENT_SHAPE', message: `Mutation.${field.name} ${what}.`, remedy });
}
