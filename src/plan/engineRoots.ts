/** Roots of the engine's own in an operation: resolved when GraphQL comes to them, judged as a whole before anything runs. */
import type { FieldNode, GraphQLField, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { isObjectType, OperationTypeNode } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Bound, RolePolicy } from '../policy/compiled.js';
import type { EngineRoot } from '../policy/engine.js';
import { isInAudience } from '../policy/audience.js';
import { engineMutations, engineQueries } from '../policy/engine.js';
import { givenArguments, requirePage } from './bindOperation.js';
import type { CollectionContext } from './collectFields.js';
import { collectFields } from './collectFields.js';
import type { OperationSource } from './compileOperation.js';
import { planScope } from './compileOperation.js';

export interface EngineRoots {
  readonly roots: readonly AskedRoot[];
  readonly isMutation: boolean;
  readonly bound: Bound;
  /** False when @skip or @include reads a variable: such a template serves one request. */
  readonly reusable: boolean;
}

export interface AskedRoot {
  /** `Mutation.createAccount` */
  readonly coordinate: string;
  readonly isPaged: boolean;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** The engine's root of that name; undefined: it is the store's. */
export function engineRoot(rootType: string, field: string): EngineRoot | undefined {
  if (rootType === 'Query') return engineQueries.get(field);
  return rootType === 'Mutation' ? engineMutations.get(field) : undefined;
}

/** Whether the engine's root is in the contract of the role. */
export function isForRole(rootType: string, field: string, role: RolePolicy): boolean {
  const root = engineRoot(rootType, field);
  return root !== undefined && isInAudience(root.audience, role);
}

/** Who resolves a root of the engine's. */
export type EngineSide = 'isAdministration' | 'isOfPersons';

/**
 * Those of one side, one a response key. Throws Refused FORBIDDEN, with `notForRole`, where they are for other roles, and
 * BAD_REQUEST for a mutation that writes to the store too: they have no transaction in common.
 */
export function compileEngineRoots(source: OperationSource, side: EngineSide, notForRole: string): EngineRoots {
  const isMutation = source.operation.operation === OperationTypeNode.MUTATION;
  // By its name: GraphQL's validation lets a mutation pass where the contract has none.
  const rootType = isMutation ? 'Mutation' : 'Query';
  const { context } = planScope(source);
  const nodes = rootNodes(context, rootType, source.operation);
  const meant = nodes.filter(({ name }) => engineRoot(rootType, name.value)?.[side] === true);
  if (meant.some(({ name }) => !isForRole(rootType, name.value, source.role))) throw refuse('FORBIDDEN', notForRole);
  const roots = meant.map((node) => rootOf(source.schema, rootType, node));
  if (roots.length > 0 && isMutation && nodes.some(({ name: { value } }) => isOfStore(value)))
    throw refuse(
      'BAD_REQUEST',
      'An operation changes accounts, notices or approvals, or writes to the store: send two requests.',
    );
  return Object.freeze({
    roots: Object.freeze(roots),
    isMutation,
    bound: source.role.bound,
    reusable: !context.dependence.onVariables,
  });
}

function isOfStore(mutation: string): boolean {
  return mutation !== '__typename' && !engineMutations.has(mutation);
}

/** One node a response key: GraphQL has held those of one key to agree. */
function rootNodes(context: CollectionContext, type: string, operation: OperationDefinitionNode): readonly FieldNode[] {
  return [...collectFields(context, type, [operation.selectionSet]).values()].flatMap((nodes) => nodes.slice(0, 1));
}

function rootOf(schema: GraphQLSchema, rootType: string, node: FieldNode): AskedRoot {
  const type = schema.getType(rootType);
  const root = engineRoot(rootType, node.name.value);
  invariant(isObjectType(type) && root !== undefined, 'a root of the engine’s is in the contracts of its audience');
  const definition: GraphQLField<unknown, unknown> | undefined = type.getFields()[node.name.value];
  invariant(definition, 'a root of the contract has a definition');
  const isPaged = root.isPaged === true;
  return Object.freeze({ coordinate: `${rootType}.${definition.name}`, isPaged, node, definition });
}

/** The arguments of each. Throws Refused PAGE_SIZE_MISSING, PAGE_TOO_LARGE or ARGUMENT_INVALID. */
export function boundArguments(
  { roots, bound }: EngineRoots,
  variables: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] {
  return roots.map(({ isPaged, definition, node }) => {
    const given = givenArguments(definition, node, variables);
    if (isPaged) requirePage(definition.name, given, bound);
    return given;
  });
}
