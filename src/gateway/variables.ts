/** The variables of a request in the types of the contract. What is wrong is named by its place: GraphQL's own errors quote values. */
import type { GraphQLSchema, OperationDefinitionNode, VariableDefinitionNode } from 'graphql';
import { coerceInputValue, getVariableValues, isInputType, typeFromAST } from 'graphql';
import type { Refused } from '../kernel/refusal.js';
import { refuse } from '../kernel/refusal.js';

type Variables = Readonly<Record<string, unknown>>;

/** @throws Refused ARGUMENT_INVALID */
export function variablesOf(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Variables): Variables {
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, given, { maxErrors: 1 });
  if (coerced !== undefined) return coerced;
  throw (
    definitions.reduce<Refused | undefined>((first, each) => first ?? problemOf(schema, each, given), undefined) ??
    refuse('ARGUMENT_INVALID', 'A variable is invalid.')
  );
}

function problemOf(schema: GraphQLSchema, definition: VariableDefinitionNode, given: Variables): Refused | undefined {
  const { name } = definition.variable;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return undefined;
  const value = given[name.value];
  if (value === undefined || value === null) {
    const isMissing = String(type).endsWith('!') && (definition.defaultValue === undefined || value === null);
    return isMissing
      ? refuse('ARGUMENT_INVALID', `The variable $${name.value} of type ${String(type)} is missing.`)
      : undefined;
  }
  const places: string[] = [];
  coerceInputValue(value, type, (path) => places.push(placeOf(name.value, path)));
  const [place] = places;
  return place === undefined ? undefined : refuse('ARGUMENT_INVALID', `${place} has not the form of its type.`);
}

/** `$input.rows[3].born` */
function placeOf(variable: string, path: readonly (string | number)[]): string {
  return `$${variable}${path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('')}`;
}
