/**
 * Turns a validated operation into a template: every coordinate with its decision from the policy table, or the first
 * refusal. Nothing has been read when it speaks (law 7).
 */
import { getNamedType, isAbstractType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { CompiledPolicy, RolePolicy, RootModel } from '../policy/compiled.js';
import { engineQueries } from '../policy/engine.js';
import type { CollectionContext } from './collectFields.js';
import { collectFields, fragmentsApply } from './collectFields.js';
import { compileConnection } from './connection.js';
import type { OperationTemplate, RootTemplate } from './requestPlan.js';
import type { IdMappingTemplate } from './idMapping.js';
import { compileIdMapping, idMappingRoot } from './idMapping.js';
import type { MatchTemplate } from './matching.js';
import { compileMatch, matchOf } from './matching.js';
import { compileFilters, compileFinds, hasArgument } from './rootArguments.js';
import type { Reading } from './reading.js';
import { mergedReading } from './reading.js';
import { askedMembers } from './members.js';
import { compileSelection } from './selection.js';
import type { PlanScope } from './planScope.js';

export interface OperationSource {
  readonly policy: CompiledPolicy;
  readonly role: RolePolicy;
  readonly purpose: string;
  /** The role's contract. */
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The engine's own fields of Query, GraphQL's among them: they read no store. */
function isEngineRoot(name: string): boolean {
  return engineQueries.has(name) || name.startsWith('__');
}

/** @throws Refused when the purpose does not open a field, or a nested list goes too deep. */
export function compileOperation(source: OperationSource): OperationTemplate {
  const scope = planScope(source);
  const { context } = scope;
  const queryType = source.schema.getQueryType();
  invariant(queryType, 'a contract has a Query type');
  const roots: RootTemplate[] = [];
  const mappings: IdMappingTemplate[] = [];
  const matches: MatchTemplate[] = [];
  for (const [responseKey, nodes] of collectFields(context, queryType.name, [source.operation.selectionSet])) {
    const [node] = nodes;
    invariant(node, 'a collected field has a node');
    const match = matchOf(scope, node.name.value);
    if (match !== undefined) matches.push(compileMatch(scope, match, { responseKey, node }));
    else if (node.name.value === idMappingRoot) mappings.push(compileIdMapping(scope, responseKey, node));
    else if (!isEngineRoot(node.name.value)) roots.push(...compileRoot(scope, queryType, responseKey, nodes));
  }
  return Object.freeze({
    roots: Object.freeze(roots),
    mappings: Object.freeze(mappings),
    matches: Object.freeze(matches),
    bound: source.role.bound,
    reusable: !context.dependence.onVariables,
    ...readingOfRoots(roots, mappings, matches),
  });
}

function readingOfRoots(
  roots: readonly RootTemplate[],
  mappings: readonly IdMappingTemplate[],
  matches: readonly MatchTemplate[],
): Reading {
  const names = [...roots.map(({ root }) => root.name), ...mappings.map(() => idMappingRoot)];
  const named = { coordinates: names.map((name) => `Query.${name}`), stepUp: [] };
  const read = [...roots.map(({ selection }) => selection.reading), ...matches.map(({ reading }) => reading)];
  return mergedReading([named, ...read]);
}

/** What every part of one operation is planned with. */
export function planScope(source: OperationSource): PlanScope {
  const context: CollectionContext = {
    applies: fragmentsApply(source.schema),
    fragments: fragmentsOf(source.document),
    variables: source.variables,
    dependence: { onVariables: false },
  };
  return { policy: source.policy, role: source.role, purpose: source.purpose, context, schema: source.schema };
}

/** One template; of an interface or a union one for each of its types, among whose rows the id is looked for. */
function compileRoot(
  scope: PlanScope,
  queryType: GraphQLObjectType,
  responseKey: string,
  nodes: readonly FieldNode[],
): readonly RootTemplate[] {
  const [node] = nodes;
  invariant(node, 'a collected field has a node');
  const root = grantedRoot(scope, node.name.value);
  const definition: GraphQLField<unknown, unknown> | undefined = queryType.getFields()[root.name];
  invariant(definition, 'a root of the contract has a definition');
  const views = [nodes.map((each) => each.selectionSet)];
  const asked = { responseKey, node, definition };
  if (!isAbstractType(getNamedType(definition.type))) return [compileRootOf(scope, root, nodes, asked)];
  return askedMembers(scope, root.type, root.members, views).map((type) =>
    Object.freeze({
      ...asked,
      root: Object.freeze({ ...root, type }),
      selection: compileSelection({ scope, type, depth: 1, views, isMember: true }, () => undefined).selection,
      filters: [],
      finds: [],
      connection: undefined,
    }),
  );
}

function compileRootOf(
  scope: PlanScope,
  root: RootModel,
  nodes: readonly FieldNode[],
  asked: Pick<RootTemplate, 'responseKey' | 'node' | 'definition'>,
): RootTemplate {
  const { node } = asked;
  const connection = root.kind === 'LIST' ? compileConnection(scope, nodes, root.type) : undefined;
  const views = connection?.rowViews ?? [nodes.map((each) => each.selectionSet)];
  const watches = root.changedSince && hasArgument(node, 'changedSince');
  const base = { scope, type: root.type, depth: 1, views, watches };
  const { filters, selection } = compileSelection(base, (columns) => compileFilters(scope, root, node, columns));
  return Object.freeze({
    ...asked,
    root,
    selection,
    filters,
    finds: compileFinds(scope, root, base),
    connection: connection?.shape,
  });
}

/** A root outside the contract never gets here past validation; this is the wall behind it. */
function grantedRoot(scope: PlanScope, name: string): RootModel {
  const root = scope.role.roots.includes(name) ? scope.policy.roots.get(name) : undefined;
  if (root === undefined) throw refuse('FORBIDDEN', `The field Query.${name} is not granted.`);
  return root;
}

function fragmentsOf(document: DocumentNode): Readonly<Record<string, FragmentDefinitionNode>> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as Record<
    string,
    FragmentDefinitionNode
  >;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}
