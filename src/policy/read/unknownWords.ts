/** Names that a directive uses and no enum holds: a role, a purpose, a category that nobody declared. */
import { getNamedType, isEnumType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, EnumValueNode, GraphQLEnumType, GraphQLSchema } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { ProblemCode } from '../problemCodes.js';

export function unknownWords(schema: GraphQLSchema, document: DocumentNode): readonly PolicyProblem[] {
  const typeInfo = new TypeInfo(schema);
  const problems: PolicyProblem[] = [];
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      EnumValue(node) {
        const type = getNamedType(typeInfo.getInputType());
        if (isEnumType(type) && type.getValue(node.value) === undefined) problems.push(unknownWord(type, node));
      },
    }),
  );
  return problems;
}

function unknownWord(type: GraphQLEnumType, node: EnumValueNode): PolicyProblem {
  const known = type.getValues().map(({ name }) => name);
  return problemAt(node, {
    code: codeOf(type.name),
    message: `${node.value} is no value of ${type.name}.`,
    remedy: `Write one of ${known.join(', ')}, or declare ${node.value} in enum ${type.name}.`,
  });
}

function codeOf(typeName: string): ProblemCode {
  switch (typeName) {
    case 'Role':
      return 'UNKNOWN_ROLE';
    case 'Purpose':
      return 'UNKNOWN_PURPOSE';
    case 'Category':
      return 'UNKNOWN_CATEGORY';
    default:
      return 'UNKNOWN_WORD';
  }
}
