/**
 * What an operation asks of the accounts of the caller's organisation: roots of the engine's own, beside those of the store
 * or without any. Judged as a whole before anything runs, so that a session that was stolen an hour ago changes nothing.
 */
import type { FieldNode, GraphQLField, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import { OperationTypeNode } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Bound } from '../policy/compiled.js';
import type { EngineRoot } from '../policy/engine.js';
import { engineMutations, engineQueries } from '../policy/engine.js';
import type { Asking } from './asking.js';
import { givenArguments, requirePage } from './bindOperation.js';
import type { CollectionContext } from './collectFields.js';
import { collectFields } from './collectFields.js';
import type { OperationSource } from './compileOperation.js';
import { planScope } from './compileOperation.js';
import { inQuarantine, requireRunning, submissionOnly } from './requireAdmitted.js';

/** How fresh the authentication must be where the role has no age of its own for that, in seconds. */
const administrationAgeSeconds = 900;

/** As many as one account may create in a day: each change waits for the one before. */
const askedAtMost = 20;

export interface AdministrationTemplate {
  readonly roots: readonly AdministrationRoot[];
  /** Whether it changes an account. */
  readonly changes: boolean;
  readonly bound: Bound;
  /** False when @skip or @include reads a variable: such a template serves one request. */
  readonly reusable: boolean;
}

export interface AdministrationRoot {
  /** `Mutation.createAccount` */
  readonly coordinate: string;
  readonly isPaged: boolean;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
}

/** Whether the field of that root type is for administrators: in whatever contract. */
export function isAdministration(rootType: string, field: string): boolean {
  return rootsOf(rootType).get(field)?.isAdministration === true;
}

function rootsOf(rootType: string): ReadonlyMap<string, EngineRoot> {
  if (rootType === 'Query') return engineQueries;
  return rootType === 'Mutation' ? engineMutations : new Map();
}

/** @throws Refused BAD_REQUEST for a mutation that writes to the store too: they have no transaction in common. */
export function compileAdministration(source: OperationSource): AdministrationTemplate {
  const isMutation = source.operation.operation === OperationTypeNode.MUTATION;
  const type = isMutation ? source.schema.getMutationType() : source.schema.getQueryType();
  const { context } = planScope(source);
  const nodes = type ? rootNodes(context, type.name, source.operation) : [];
  const roots = type
    ? nodes.filter((node) => isAdministration(type.name, node.name.value)).map((node) => rootOf(type, node))
    : [];
  if (roots.length > 0) {
    if (!source.role.authentication.isRegistered) throw refuse('FORBIDDEN', 'This role has no accounts to administer.');
    if (isMutation && nodes.some(({ name: { value } }) => value !== '__typename' && !engineMutations.has(value)))
      throw refuse('BAD_REQUEST', 'An operation changes accounts or writes to the store: send two requests.');
  }
  return Object.freeze({
    roots: Object.freeze(roots),
    changes: isMutation,
    bound: source.role.bound,
    reusable: !context.dependence.onVariables,
  });
}

/** One node a response key: GraphQL has held those of one key to agree. */
function rootNodes(context: CollectionContext, type: string, operation: OperationDefinitionNode): readonly FieldNode[] {
  return [...collectFields(context, type, [operation.selectionSet]).values()].flatMap((nodes) => nodes.slice(0, 1));
}

function rootOf(type: GraphQLObjectType, node: FieldNode): AdministrationRoot {
  const definition: GraphQLField<unknown, unknown> | undefined = type.getFields()[node.name.value];
  invariant(definition, 'a root of the contract has a definition');
  const isPaged = rootsOf(type.name).get(definition.name)?.isPaged === true;
  return Object.freeze({ coordinate: `${type.name}.${definition.name}`, isPaged, node, definition });
}

/**
 * @throws Refused FIELD_STOPPED, SUBMISSION_ONLY, MACHINE_NOT_ADMITTED, IN_QUARANTINE, ADMINISTRATOR_NEEDED,
 * AUTHENTICATION_INSUFFICIENT, TOO_MANY_ROWS, PAGE_TOO_LARGE or ARGUMENT_INVALID, in this order.
 */
export function requireAdmittedAdministration(
  template: AdministrationTemplate,
  variables: Readonly<Record<string, unknown>>,
  asking: Asking,
): void {
  const { roots, changes } = template;
  if (roots.length === 0) return;
  requireRunning({ coordinates: roots.map(({ coordinate }) => coordinate) }, asking);
  requireAdministrator(asking);
  if (changes) requireJustAuthenticated(asking);
  requireBounded(template, variables);
}

function requireAdministrator({ standing, kind, actor }: Asking): void {
  if (standing.isSubmissionOnly) throw submissionOnly();
  if (kind === 'MACHINE' || actor !== undefined)
    throw refuse('MACHINE_NOT_ADMITTED', 'Accounts are administered by a person, with no machine in between.');
  if (standing.isInQuarantine) throw inQuarantine('it administers nothing until then');
  if (!standing.isAdministrator)
    throw refuse('ADMINISTRATOR_NEEDED', 'Only an administrator of the organisation may ask for its accounts.');
}

/** The role's `acr` was required of the session at the door; here its age. The challenge is RFC 9470's, section 3. */
function requireJustAuthenticated({ authenticatedAt, nowSeconds, authentication }: Asking): void {
  const maxAge = authentication.stepUpAgeSeconds ?? administrationAgeSeconds;
  if (authenticatedAt !== undefined && nowSeconds - authenticatedAt <= maxAge) return;
  throw refuse(
    'AUTHENTICATION_INSUFFICIENT',
    `Who changes accounts must have authenticated in the last ${String(maxAge)} seconds.`,
    { acrValues: authentication.acr, maxAge },
  );
}

function requireBounded({ roots, bound }: AdministrationTemplate, variables: Readonly<Record<string, unknown>>): void {
  if (roots.length > askedAtMost)
    throw refuse('TOO_MANY_ROWS', `One request asks for accounts ${String(askedAtMost)} times at most.`, {
      cap: askedAtMost,
    });
  for (const { isPaged, definition, node } of roots) {
    const given = givenArguments(definition, node, variables);
    if (isPaged) requirePage(definition.name, given, bound);
  }
}
