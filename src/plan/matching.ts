/** A field with @match: whom the values that a caller brings must name, by which index, and through which links it must hold them. */
import type { FieldNode, GraphQLField } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type {
  Allowance,
  BlindIndexModel,
  BroughtValue,
  MatchModel,
  ObjectModel,
  ValueField,
} from '../policy/compiled.js';
import { isWithin } from '../policy/isWithin.js';
import type { RowSelection } from '../policy/rowSelection.js';
import type { PlanScope } from './planScope.js';
import type { Reading } from './reading.js';
import { mergedReading, namesOf, readingOf, sorted } from './reading.js';
import { heldRow } from './writeGates.js';

export interface MatchTemplate {
  readonly responseKey: string;
  readonly name: string;
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly set: NamedSet;
  /** No column: the row is there for the caller, or it is not. */
  readonly selection: RowSelection;
  /** Names of what a yes confirms, as the ledger keeps them: `Tenant.number:MATCH`. */
  readonly confirms: readonly string[];
  readonly misses: readonly Allowance[];
  readonly reading: Reading;
}

/** A person named by attributes: the whole index over them, and where each value is brought. */
export interface NamedSet {
  readonly model: ObjectModel;
  readonly index: BlindIndexModel;
  readonly wanted: readonly { readonly field: ValueField; readonly brought: BroughtValue }[];
}

export interface NamedValues {
  readonly index: BlindIndexModel;
  readonly wanted: readonly { readonly field: ValueField; readonly value: unknown }[];
}

export interface MatchPlan {
  readonly template: MatchTemplate;
  readonly values: NamedValues;
}

/** Outside the contract it never gets here past validation; this is the wall behind it. */
export function matchOf({ policy, role }: PlanScope, name: string): MatchModel | undefined {
  const match = policy.matches.get(name);
  if (match !== undefined && !role.matches.includes(name))
    throw refuse('FORBIDDEN', `The field Query.${name} is not granted.`);
  return match;
}

/** @throws Refused SEARCH_NOT_FOR_PURPOSE, or FORBIDDEN when the role has no way to the person. */
export function compileMatch(
  scope: PlanScope,
  match: MatchModel,
  { responseKey, node }: Pick<MatchTemplate, 'responseKey' | 'node'>,
): MatchTemplate {
  const { name } = match;
  if (!match.purposes.includes(scope.purpose))
    throw refuse('SEARCH_NOT_FOR_PURPOSE', `Query.${name} is not granted for the purpose ${scope.purpose}.`);
  const definition = scope.schema.getQueryType()?.getFields()[name];
  const model = scope.policy.types.get(match.type);
  invariant(definition !== undefined && model !== undefined, 'a match of the contract is of persons');
  return Object.freeze({
    responseKey,
    name,
    node,
    definition,
    set: namedSet(model, match.on, match.brought),
    selection: selectionOf(scope, match, model),
    confirms: sorted(match.on.map((path) => `${model.name}.${path}:MATCH`)),
    misses: match.misses,
    reading: readingOfMatch(scope, match, model),
  });
}

export function namedSet(model: ObjectModel, paths: readonly string[], brought: readonly BroughtValue[]): NamedSet {
  const index = model.indexes.find(
    ({ fields }) => fields.length === paths.length && fields.every((path) => paths.includes(path)),
  );
  invariant(index, 'a set that names a person has its blind index');
  const wanted = paths.map((path) => {
    const field = model.fields.get(path);
    const value = brought.find(({ sets }) => sets === path);
    invariant(field?.kind === 'value' && value !== undefined, 'each value of a set is brought');
    return Object.freeze({ field, brought: value });
  });
  return Object.freeze({ model, index, wanted: Object.freeze(wanted) });
}

/** The person as the caller holds it now, unless a restriction keeps any of the compared fields from its role. */
function selectionOf(scope: PlanScope, match: MatchModel, model: ObjectModel): RowSelection {
  const held = heldRow(scope, match, model, []);
  const restrictedBy = model.restricts
    .filter(({ except }) => !except.includes(scope.role.role))
    .filter(({ fields }) => match.on.some((path) => isWithin(path, fields)))
    .map(({ column }) => column);
  const classes = held.classes.map((each) => Object.freeze({ ...each, restrictedBy: sorted(restrictedBy) }));
  return Object.freeze({ ...held, classes: Object.freeze(classes) });
}

/** A field that the role reads freshly authenticated only, it confirms freshly authenticated only. */
function readingOfMatch({ role, purpose }: PlanScope, { name, on }: MatchModel, model: ObjectModel): Reading {
  const fields = role.types.get(model.name)?.fields.values() ?? [];
  const granted = [...fields].filter(({ path }) => on.includes(path));
  const named = [`Query.${name}`, ...on.flatMap((path) => namesOf(model, model.fields.get(path)))];
  const { stepUp } = readingOf(model, granted, purpose);
  return mergedReading([{ coordinates: named, stepUp }]);
}

export function bindNamed(
  { index, wanted }: Pick<NamedSet, 'index' | 'wanted'>,
  given: Readonly<Record<string, unknown>>,
): NamedValues {
  const values = wanted.map(({ field, brought }) => Object.freeze({ field, value: broughtOf(brought, given) }));
  return Object.freeze({ index, wanted: Object.freeze(values) });
}

/** What an argument, or its input object, holds at the path. */
export function broughtOf({ argument, path }: BroughtValue, given: Readonly<Record<string, unknown>>): unknown {
  let value = given[argument];
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  }
  return value;
}
