/** Turns a validated mutation into a template, or the first refusal: nothing has been read or written when it speaks. */
import { getNamedType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { ObjectModel, OpeningModel, RootModel, WriteModel, WriteStep } from '../policy/compiled.js';
import { engineMutations } from '../policy/engine.js';
import { childProperty } from './childProperty.js';
import { collectFields } from './collectFields.js';
import { planScope } from './compileOperation.js';
import type { OperationSource } from './compileOperation.js';
import { mergedReading, namesOf } from './reading.js';
import { compileSelection } from './selection.js';
import type { PlanScope } from './planScope.js';
import type { MutationTemplate, OpeningTemplate, PayloadTemplate, StepPlan, WriteTemplate } from './writePlan.js';
import type { RequestTemplate } from './requestTemplate.js';
import { compileRequest } from './requesting.js';
import { compileStep } from './writeStep.js';

/** @throws Refused when the purpose does not give the write, or a field of its payload. */
export function compileMutation(source: OperationSource): MutationTemplate {
  const scope = planScope(source);
  const mutationType = source.schema.getMutationType() ?? undefined;
  // GraphQL's validation lets a mutation pass where the contract has none.
  if (mutationType === undefined) throw refuse('FORBIDDEN', 'This role writes nothing.');
  const asked = [...collectFields(scope.context, mutationType.name, [source.operation.selectionSet])]
    .map(([responseKey, nodes]): AskedMutation => ({ scope, mutationType, responseKey, nodes, node: firstOf(nodes) }))
    .filter(({ node }) => !isEngineRoot(node.name.value));
  const openings = asked.filter(opens);
  if (openings.length > 0 && asked.length > 1)
    throw refuse('BAD_REQUEST', 'An operation opens for one person and does nothing else: send one request for each.');
  const writes: WriteTemplate[] = [];
  const requests: RequestTemplate[] = [];
  for (const each of asked.filter((one) => !opens(one))) {
    const request = scope.policy.requests.get(each.node.name.value);
    if (request === undefined) writes.push(compileWrite(each));
    else requests.push(compileRequest(scope, request, each));
  }
  if (requests.length > 0 && writes.length > 0)
    throw refuse('BAD_REQUEST', 'An operation asks for a link, or writes: send two requests.');
  const [opening] = openings;
  return Object.freeze({
    writes: Object.freeze(writes),
    requests: Object.freeze(requests),
    opening: opening && compileOpening(opening),
    bound: source.role.bound,
    reusable: !scope.context.dependence.onVariables,
  });
}

/** The engine's own change the register, and write to no store. */
function isEngineRoot(name: string): boolean {
  return name === '__typename' || engineMutations.has(name);
}

function firstOf(nodes: readonly FieldNode[]): FieldNode {
  const [node] = nodes;
  invariant(node, 'a collected field has a node');
  return node;
}

/** One field of an operation's mutation, under one response key. */
interface AskedMutation {
  readonly scope: PlanScope;
  readonly mutationType: GraphQLObjectType;
  readonly responseKey: string;
  readonly nodes: readonly FieldNode[];
  /** The first of them: all have its arguments. */
  readonly node: FieldNode;
}

function opens({ scope, node }: AskedMutation): boolean {
  return scope.policy.writes.get(node.name.value)?.opens !== undefined;
}

/** What was asked, as the policy and the contract have it. */
function grantedMutation({ scope, mutationType, node }: AskedMutation): {
  readonly write: WriteModel;
  readonly definition: GraphQLField<unknown, unknown>;
} {
  const write = grantedWrite(scope, node.name.value);
  const definition: GraphQLField<unknown, unknown> | undefined = mutationType.getFields()[write.name];
  invariant(definition, 'a mutation of the contract has a definition');
  return { write, definition };
}

function compileOpening(asked: AskedMutation): OpeningTemplate {
  const { scope, responseKey, nodes, node } = asked;
  const { write, definition } = grantedMutation(asked);
  const { opens: opening, name } = write;
  invariant(opening, 'what opens has an opening');
  if (!opening.to.includes(scope.role.role)) throw refuse('FORBIDDEN', `The field Mutation.${name} is not granted.`);
  if (!opening.purposes.includes(scope.purpose)) throw notForPurpose(scope, write);
  const model = scope.policy.types.get(opening.type);
  const reach = scope.role.exceptional.find((each) => each.type === opening.type && each.name === opening.reach);
  invariant(model !== undefined && reach !== undefined, 'what is opened is a reach of the role');
  const wanted = opening.index.fields.map((path) => wantedBy(model, opening, path));
  const payload = payloadOf(scope, write, definition, nodes);
  const compared = wanted.flatMap(({ field }) => namesOf(model, field));
  const own = { coordinates: [`Mutation.${name}`, ...compared], stepUp: [] };
  return Object.freeze({
    responseKey,
    name,
    model,
    opening,
    reach,
    wanted: Object.freeze(wanted),
    payload: Object.freeze(payload),
    reading: mergedReading([own, ...payload.map(({ operation }) => operation)]),
    node,
    definition,
  });
}

function wantedBy(model: ObjectModel, { brings }: OpeningModel, path: string): OpeningTemplate['wanted'][number] {
  const argument = brings.get(path);
  const field = model.fields.get(path);
  invariant(argument !== undefined && field?.kind === 'value', 'an argument brings each value');
  return { argument, field };
}

function notForPurpose(scope: PlanScope, { name }: WriteModel): Error {
  const coordinate = `Mutation.${name}`;
  return refuse('WRITE_NOT_FOR_PURPOSE', `${coordinate} is not granted for the purpose ${scope.purpose}.`, {
    coordinate,
  });
}

function compileWrite(asked: AskedMutation): WriteTemplate {
  const { scope, responseKey, nodes, node } = asked;
  const { write, definition } = grantedMutation(asked);
  const stated = stepsOf(scope, write);
  const [step, ...following] = stated.map((each) => compileStep(scope, write, each));
  invariant(step, 'a write has a step');
  requireOrder(write, step, following);
  const payload = payloadOf(scope, write, definition, nodes);
  return Object.freeze({
    responseKey,
    name: write.name,
    step,
    following: Object.freeze(following),
    rows: rowsOf(write, stated),
    keyArgument: write.arguments.find(({ role }) => role === 'key')?.name,
    payload: Object.freeze(payload),
    readsRows: payload.length > 0,
    reading: readingOfWrite(write, [step, ...following], payload),
    node,
    definition,
  });
}

function readingOfWrite(
  write: WriteModel,
  steps: readonly StepPlan[],
  payload: readonly PayloadTemplate[],
): WriteTemplate['reading'] {
  const constants = steps.flatMap(({ writing: { model }, constants: each }) =>
    each.flatMap(({ field }) => namesOf(model, field)),
  );
  const own = { coordinates: [`Mutation.${write.name}`, ...constants], stepUp: [] };
  return mergedReading([own, ...payload.map(({ operation }) => operation)]);
}

/** A write outside the contract never gets here past validation; this is the wall behind it. */
function grantedWrite(scope: PlanScope, name: string): WriteModel {
  const write = scope.role.writes.includes(name) ? scope.policy.writes.get(name) : undefined;
  if (write === undefined) throw refuse('FORBIDDEN', `The field Mutation.${name} is not granted.`);
  return write;
}

/** The steps of this role and purpose: one of every type that the write is about, or none of it. */
function stepsOf(scope: PlanScope, write: WriteModel): readonly WriteStep[] {
  const own = write.steps.filter(
    ({ to, purposes }) => to.includes(scope.role.role) && purposes.includes(scope.purpose),
  );
  if (typesOf(own).size !== typesOf(write.steps).size) throw notForPurpose(scope, write);
  return own;
}

function typesOf(steps: readonly WriteStep[]): ReadonlySet<string> {
  return new Set(steps.map(({ type }) => type));
}

/** Only a new person is followed by anything: by records of just that person (law 4). */
function requireOrder(write: WriteModel, { writing, person }: StepPlan, following: readonly StepPlan[]): void {
  if (writing.kind === 'CREATE' && writing.model.kind === 'record' && person === undefined) {
    throw refuse('FORBIDDEN', `Mutation.${write.name} makes a record of nobody whom its author reaches.`);
  }
  for (const step of following) {
    const isOfNewPerson =
      writing.kind === 'CREATE' &&
      step.writing.kind === 'CREATE' &&
      step.writing.model.kind === 'record' &&
      step.writing.model.subject?.type === writing.model.name &&
      step.person === undefined;
    invariant(isOfNewPerson, `${write.name}: a step after the first makes a record of a new person`);
  }
}

function rowsOf(write: WriteModel, steps: readonly WriteStep[]): WriteTemplate['rows'] {
  const argument = write.arguments.find(({ role }) => role === 'rows');
  if (argument === undefined) return undefined;
  return Object.freeze({ argument: argument.name, atMost: Math.min(...steps.map(({ rows }) => rows)) });
}

/** Read back by the corridor of reads, under the gates of every read. */
function payloadOf(
  scope: PlanScope,
  write: WriteModel,
  definition: GraphQLField<unknown, unknown>,
  nodes: readonly FieldNode[],
): readonly PayloadTemplate[] {
  const shown = write.payloadField;
  const type = getNamedType(definition.type);
  invariant(isObjectType(type), 'a payload is an object');
  if (shown === undefined) return [];
  const payload: PayloadTemplate[] = [];
  for (const [responseKey, group] of collectFields(
    scope.context,
    type.name,
    nodes.map((node) => node.selectionSet),
  )) {
    const node = firstOf(group);
    const field = type.getFields()[shown.name];
    if (node.name.value !== shown.name) continue;
    invariant(field, 'what is asked is in the contract');
    const views = [group.map((each) => each.selectionSet)];
    const { selection } = compileSelection({ scope, type: shown.type, depth: 1, views }, () => undefined);
    const root = { responseKey, root: rootOf(write, shown), selection, finds: [], filters: [], connection: undefined };
    const roots = Object.freeze([Object.freeze({ ...root, node, definition: field })]);
    const operation = Object.freeze({
      roots,
      mappings: [],
      matches: [],
      bound: scope.role.bound,
      reusable: !scope.context.dependence.onVariables,
      ...selection.reading,
    });
    payload.push(Object.freeze({ responseKey, property: childProperty(node), isList: shown.list, operation }));
  }
  return payload;
}

function rootOf(write: WriteModel, shown: { readonly name: string; readonly type: string }): RootModel {
  return Object.freeze({
    name: `${write.name}.${shown.name}`,
    kind: 'NODE',
    type: shown.type,
    members: [shown.type],
    takesId: false,
    by: [],
    changedSince: false,
    filter: undefined,
    find: undefined,
    description: '',
  });
}
