/** A field with @request: whom the caller names, what the record would hold, and how it is made once somebody has said yes. */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type {
  BroughtValue,
  CompiledPolicy,
  ObjectModel,
  RelationField,
  RequestModel,
  RolePolicy,
  ValueField,
} from '../policy/compiled.js';
import type { Constant } from './constant.js';
import { bindNamed, broughtOf, namedSet } from './matching.js';
import type { PlanScope } from './planScope.js';
import type { Reading } from './reading.js';
import { mergedReading, namesOf, sorted } from './reading.js';
import { heldRow } from './writeGates.js';
import type { BroughtEntity, LinkAsked, RequestTemplate } from './requestTemplate.js';
import type { StepPlan } from './writePlan.js';

/** @throws Refused WRITE_NOT_FOR_PURPOSE, or FORBIDDEN outside the contract: the wall behind its validation. */
export function compileRequest(
  scope: PlanScope,
  request: RequestModel,
  { responseKey, node }: Pick<RequestTemplate, 'responseKey' | 'node'>,
): RequestTemplate {
  const { name } = request;
  if (!scope.role.requests.includes(name)) throw refuse('FORBIDDEN', `The field Mutation.${name} is not granted.`);
  if (!request.purposes.includes(scope.purpose))
    throw refuse('WRITE_NOT_FOR_PURPOSE', `Mutation.${name} is not granted for the purpose ${scope.purpose}.`, {
      coordinate: `Mutation.${name}`,
    });
  const definition = scope.schema.getMutationType()?.getFields()[name];
  const person = scope.policy.types.get(request.subject);
  const record = scope.policy.types.get(request.type);
  invariant(definition !== undefined && person !== undefined && record !== undefined, 'a request of the contract');
  const constants = request.constants.map((constant) => constantOf(scope.policy, record, constant));
  return Object.freeze({
    responseKey,
    node,
    definition,
    request,
    set: namedSet(person, request.by, request.named),
    brought: Object.freeze(request.brought.map((value) => broughtEntity(scope, record, value))),
    claimed: Object.freeze(constants.flatMap((each) => ('by' in each || 'value' in each.from ? [] : [each]))),
    conditions: Object.freeze(constants.flatMap((each) => ('by' in each ? [each] : []))),
    reading: readingOfRequest(request, { person, record, constants }),
  });
}

/** By every name of what it names, sets and compares, it can be stopped. */
function readingOfRequest({ name, by, brought }: RequestModel, { person, record, constants }: Named): Reading {
  const coordinates = [
    `Mutation.${name}`,
    ...namesOfPerson(record),
    ...by.flatMap((path) => namesOf(person, person.fields.get(path))),
    ...brought.flatMap(({ sets }) => namesOf(record, record.fields.get(sets))),
    ...constants.flatMap((each) =>
      'by' in each
        ? [...namesOf(record, each.by), ...namesOf(each.condition.start, each.field)]
        : namesOf(record, each.field),
    ),
  ];
  return mergedReading([{ coordinates, stepUp: [] }]);
}

/** Of the relation that names the person of a record. */
function namesOfPerson(record: ObjectModel): readonly string[] {
  const fields = [...record.fields.values()];
  return fields.flatMap((field) =>
    field.kind === 'relation' && field.column === record.subject?.column ? namesOf(record, field) : [],
  );
}

interface Named {
  readonly person: ObjectModel;
  readonly record: ObjectModel;
  readonly constants: readonly StatedConstant[];
}

function broughtEntity(scope: PlanScope, record: ObjectModel, value: BroughtValue): BroughtEntity {
  const field = relationOf(record, value.sets);
  const target = scope.policy.types.get(field.target);
  invariant(target?.kind === 'entity', 'a request brings entities');
  return Object.freeze({ field, value, related: heldRow(scope, { through: [] }, target, []) });
}

function relationOf(record: ObjectModel, path: string): RelationField {
  const field = record.fields.get(path);
  invariant(field?.kind === 'relation', 'a request brings relations');
  return field;
}

type Stated = RequestModel['constants'][number];
type StatedConstant = Constant | RequestTemplate['conditions'][number];

function constantOf(policy: CompiledPolicy, record: ObjectModel, stated: Stated): StatedConstant {
  const { field: path } = stated;
  const from = sourceOf(stated);
  const own = record.fields.get(path);
  if (own !== undefined) return Object.freeze({ field: comparable(own), from });
  const dot = path.indexOf('.');
  const by = relationOf(record, path.slice(0, dot));
  const start = policy.types.get(by.target);
  invariant(start, 'a condition starts at a type');
  const field = comparable(start.fields.get(path.slice(dot + 1)));
  return Object.freeze({ field, from, by, condition: { start, joins: [], column: field.column } });
}

function sourceOf({ value, claim }: Stated): Constant['from'] {
  if (claim !== undefined) return Object.freeze({ claim });
  invariant(value !== undefined, 'a request states a value or a claim');
  return Object.freeze({ value });
}

function comparable(field: ReturnType<ObjectModel['fields']['get']>): ValueField | RelationField {
  invariant(
    field?.kind === 'value' || field?.kind === 'relation',
    'a request sets fields of the record or of an entity',
  );
  return field;
}

export function bindRequestOf(template: RequestTemplate, given: Readonly<Record<string, unknown>>): LinkAsked {
  const ids = template.brought.map(({ field, value }) => {
    const id = broughtOf(value, given);
    return [field, typeof id === 'string' ? id : ''] as const;
  });
  return Object.freeze({ template, values: bindNamed(template.set, given), ids: new Map(ids) });
}

/** The record as whoever answers makes it: a CREATE for a person whom the answering role reaches now. */
export interface LinkStep {
  readonly step: StepPlan;
  /** Set to the caller's day or instant. */
  readonly starts: readonly ValueField[];
  /** Set by what was kept of the request: a relation or a claim. */
  readonly kept: readonly (ValueField | RelationField)[];
  /** By every name of what it sets, it can be stopped. */
  readonly coordinates: readonly string[];
}

/** Undefined when the policy has the request no more, or the role does not answer it. */
export function linkStep(policy: CompiledPolicy, role: RolePolicy, name: string): LinkStep | undefined {
  const request = policy.requests.get(name);
  const reaches = role.answers.get(name);
  if (request === undefined || reaches === undefined) return undefined;
  const record = policy.types.get(request.type);
  const person = policy.types.get(request.subject);
  invariant(record !== undefined && person !== undefined, 'a request is of a record of a person');
  const own = request.constants
    .map((constant) => constantOf(policy, record, constant))
    .filter((constant) => !('by' in constant));
  const constants = own.filter(({ from }) => 'value' in from);
  const claimed = own.filter(({ from }) => 'claim' in from).map(({ field }) => field);
  const kept = [...request.brought.map(({ sets }) => relationOf(record, sets)), ...claimed];
  const starts = startsOf(record, request);
  const fields = [...kept, ...constants.map(({ field }) => field), ...starts];
  const columns = fields.map((field) =>
    Object.freeze({ column: field.column, storage: field.kind === 'value' ? field.storage : ('clear' as const) }),
  );
  const writing = { kind: 'CREATE' as const, model: record, columns, indexes: [], from: [], shortens: [] };
  const through = reaches.map((reach) => reach.name);
  const step: StepPlan = Object.freeze({
    writing: Object.freeze(writing),
    settings: [],
    constants: Object.freeze(constants),
    target: undefined,
    versioned: undefined,
    person: heldRow({ policy, role }, { through }, person, []),
  });
  const coordinates = sorted([...namesOfPerson(record), ...fields.flatMap((field) => namesOf(record, field))]);
  return Object.freeze({ step, starts, kept, coordinates });
}

function startsOf(record: ObjectModel, { starts }: RequestModel): readonly ValueField[] {
  return starts.map((path) => {
    const field = record.fields.get(path);
    invariant(field?.kind === 'value', 'a link starts by a value');
    return field;
  });
}
