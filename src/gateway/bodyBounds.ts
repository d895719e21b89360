/**
 * Whether a body is small enough to be validated. Apollo's bound on tokens holds while it parses, and its bound on selections
 * is counted beside the rules that they make dear: it lets the attack run and then complains.
 */
import type { DocumentNode, FragmentDefinitionNode } from 'graphql';
import { GraphQLError, Kind, parse } from 'graphql';
import type { OperationBounds } from './operationBounds.js';
import { requireAtMost } from './operationBounds.js';
import { requireFewSelections, SelectionCounts } from './selectionBounds.js';
import { requireFewTokens } from './tokenBounds.js';
import { requireFewValues } from './variableBounds.js';

type Body = Readonly<Record<string, unknown>>;

/** Texts that passed, short ones only, so that what is sent again and again is counted once. */
const rememberedAtMost = 1_000;
const rememberedCharacters = 10_000;

/** @throws Refused OPERATION_TOO_LARGE. What is no GraphQL passes: whoever parses it next says so. */
export function bodyBounds(bounds: OperationBounds): (body: Body) => void {
  const passed = new Set<string>();
  return ({ query, variables }) => {
    requireFewValues(variables, bounds);
    if (typeof query !== 'string' || passed.has(query)) return;
    requireSmallText(query, bounds);
    if (query.length > rememberedCharacters) return;
    const [oldest] = passed;
    if (passed.size >= rememberedAtMost && oldest !== undefined) passed.delete(oldest);
    passed.add(query);
  };
}

/** @throws Refused OPERATION_TOO_LARGE */
export function requireSmallText(text: string, bounds: OperationBounds): void {
  const document = parsed(text, bounds);
  if (document !== undefined) requireSmallDocument(document, bounds);
}

function parsed(text: string, bounds: OperationBounds): DocumentNode | undefined {
  try {
    requireFewTokens(text, bounds);
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function requireSmallDocument({ definitions }: DocumentNode, bounds: OperationBounds): void {
  requireAtMost(bounds, 'definitions', definitions.length);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const counts = new SelectionCounts(fragments);
  for (const each of definitions) {
    if (each.kind !== Kind.FRAGMENT_DEFINITION && each.kind !== Kind.OPERATION_DEFINITION) continue;
    if (each.kind === Kind.OPERATION_DEFINITION)
      requireAtMost(bounds, 'variables', each.variableDefinitions?.length ?? 0);
    requireAtMost(bounds, 'selections', counts.count(each.selectionSet));
    requireFewSelections(each, fragments, bounds);
  }
}
