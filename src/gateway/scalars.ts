/**
 * Custom scalars on the wire. Values from the store are canonical already and pass as they are; what a caller brings is
 * bounded here and takes its full form check where it is normalised (disclosure), so one check serves every way in.
 */
import {
  GraphQLError,
  GraphQLScalarType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import type { GraphQLSchema } from 'graphql';

const longestText = 4_000;

/** Resolvers for each custom scalar of a contract, by name. */
export function scalarResolvers(schema: GraphQLSchema): Readonly<Record<string, GraphQLScalarType>> {
  const resolvers: Record<string, GraphQLScalarType> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    resolvers[type.name] = type.name === 'DateTime' ? dateTime(type) : boundedText(type);
  }
  return resolvers;
}

function boundedText(type: GraphQLScalarType): GraphQLScalarType {
  return scalar(type, (value) => {
    if (typeof value !== 'string') throw invalid(type.name, 'takes a string');
    if (value.length > longestText) throw invalid(type.name, `takes at most ${String(longestText)} characters`);
    return value;
  });
}

const dateTimeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Years 1 to 9999 in UTC: what ISO 8601 writes with four digits, and what PostgreSQL then reads. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

function dateTime(type: GraphQLScalarType): GraphQLScalarType {
  return scalar(type, (value) => {
    const instant = typeof value === 'string' && dateTimeForm.test(value) ? new Date(value) : undefined;
    if (instant === undefined || !(instant.getTime() >= earliest && instant.getTime() <= latest)) {
      throw invalid(type.name, 'takes an instant with its offset, such as 2026-03-29T08:00:00Z');
    }
    return instant;
  });
}

function scalar(type: GraphQLScalarType, read: (value: unknown) => unknown): GraphQLScalarType {
  return new GraphQLScalarType({
    name: type.name,
    description: type.description ?? null,
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: read,
    parseLiteral: (node, variables) =>
      read(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node, variables)),
  });
}

function invalid(name: string, what: string): GraphQLError {
  return new GraphQLError(`${name} ${what}.`, { extensions: { code: 'ARGUMENT_INVALID' } });
}
