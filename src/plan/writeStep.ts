/** Compiles one @write: what its inputs and constants set, which rows it must reach, what the store may write. */
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type {
  FieldModel,
  ObjectModel,
  RelationField,
  ValueField,
  WriteInput,
  WriteModel,
  WriteStep,
} from '../policy/compiled.js';
import { versionName } from '../policy/naming.js';
import type { RelatedCondition, RowWriting } from '../policy/rowWriting.js';
import type { PlanScope } from './planScope.js';
import { namesOf, sorted } from './reading.js';
import { versionSelection } from './rowVersion.js';
import { heldRow } from './writeGates.js';
import type { Constant } from './constant.js';
import type { Setting, SettingTarget, StepPlan } from './writePlan.js';

interface StepSource {
  readonly scope: PlanScope;
  readonly write: WriteModel;
  readonly step: WriteStep;
  readonly model: ObjectModel;
}

/** @throws Refused FORBIDDEN when the role has no way to a type that the write must reach. */
export function compileStep(scope: PlanScope, write: WriteModel, step: WriteStep): StepPlan {
  const source: StepSource = { scope, write, step, model: modelOf(scope, step.type) };
  invariant(source.model.kind !== 'entity', `${write.name} writes what is about a person`);
  const settings = settingsOf(source);
  const constants = step.constants.map(({ field, value, claim }) => constantOf(source, field, value, claim));
  const writing = writingOf(source, settings, constants);
  return Object.freeze({
    writing,
    settings: Object.freeze(settings),
    constants: Object.freeze(constants),
    target: step.kind === 'CREATE' ? undefined : heldRow(scope, step, source.model, opened(source, settings, writing)),
    versioned: settings.some(({ sets }) => sets.kind === 'version') ? versionSelection(scope, source.model) : undefined,
    person: personOf(source),
  });
}

function modelOf(scope: PlanScope, type: string): ObjectModel {
  const model = scope.policy.types.get(type);
  invariant(model, `${type} is compiled`);
  return model;
}

/** The person of a new record, but for the record of one just created. */
function personOf({ scope, step, model }: StepSource): StepPlan['person'] {
  if (step.kind !== 'CREATE' || model.kind !== 'record' || isOfNewPerson(step)) return undefined;
  invariant(model.subject, 'a record has its person');
  return heldRow(scope, step, modelOf(scope, model.subject.type), []);
}

function isOfNewPerson(step: WriteStep): boolean {
  return step.through.length === 0;
}

function settingsOf(source: StepSource): readonly Setting[] {
  return source.write.arguments.flatMap((argument) =>
    argument.fields
      .filter((input) => input.writes === source.step.type)
      .map((input) =>
        Object.freeze({
          input: input.name,
          argument: argument.name,
          path: argument.role === 'value' ? [] : Object.freeze(input.name.split('.')),
          ...settingOf(source, input),
        }),
      ),
  );
}

function settingOf(source: StepSource, input: WriteInput): Pick<Setting, 'sets' | 'coordinates'> {
  const sets = targetOf(source, input);
  return { sets, coordinates: coordinatesOf(source, sets) };
}

/** `id` and `version` name the row and are no fields of it. */
function coordinatesOf({ model }: StepSource, sets: SettingTarget): readonly string[] {
  switch (sets.kind) {
    case 'row':
    case 'version':
      return [];
    case 'value':
    case 'person':
    case 'relation':
      return namesOf(model, sets.field);
    case 'condition':
      return sorted([...namesOf(model, sets.by), sets.field.coordinate]);
  }
}

function targetOf(source: StepSource, input: WriteInput): SettingTarget {
  const { scope, step, model } = source;
  if (input.sets === 'id') {
    if (step.kind === 'CREATE') throw refuse('FORBIDDEN', `${source.write.name} cannot choose the id of a new row.`);
    return Object.freeze({ kind: 'row', type: model.name });
  }
  if (input.sets === versionName) return Object.freeze({ kind: 'version' });
  const field = model.fields.get(input.sets);
  if (field === undefined) return conditionOf(source, input.sets);
  if (field.kind === 'value') return Object.freeze({ kind: 'value', field });
  invariant(field.kind === 'relation', `${field.coordinate} can be set`);
  if (field.column === model.subject?.column) return personTarget(source, field);
  const target = modelOf(scope, field.target);
  const isOwn = target.kind === 'record' && target.subject?.type === model.subject?.type;
  return Object.freeze({ kind: 'relation', field, related: heldRow(scope, step, target, []), isOwn });
}

/** Whose a row is stays: its values are sealed with that person's key. */
function personTarget({ write, step }: StepSource, field: RelationField): SettingTarget {
  if (step.kind !== 'CREATE' || isOfNewPerson(step)) {
    throw refuse('FORBIDDEN', `${write.name} cannot choose whose row it is.`);
  }
  return Object.freeze({ kind: 'person', field });
}

/** `lease.landlord`: the row that `lease` names must hold that landlord. */
function conditionOf(source: StepSource, path: string): SettingTarget {
  const { scope, write, model } = source;
  const hop = nextHop(model, path);
  invariant(hop, `${write.name} sets a field of ${model.name}: ${path}`);
  const start = modelOf(scope, hop.field.target);
  const joins: { readonly column: string; readonly target: ObjectModel }[] = [];
  let last = start;
  let rest = hop.rest;
  for (let next = nextHop(last, rest); next !== undefined && next.rest !== ''; next = nextHop(last, rest)) {
    last = modelOf(scope, next.field.target);
    rest = next.rest;
    joins.push({ column: next.field.column, target: last });
  }
  const field = last.fields.get(rest);
  invariant(isComparable(field), `${write.name} compares a clear field: ${path}`);
  const condition: RelatedCondition = Object.freeze({ start, joins: Object.freeze(joins), column: field.column });
  return Object.freeze({ kind: 'condition', by: hop.field, field, condition });
}

function isComparable(field: FieldModel | undefined): field is ValueField | RelationField {
  return field?.kind === 'relation' || (field?.kind === 'value' && field.storage === 'clear');
}

/** The relation with which `path` starts, and what follows it. */
function nextHop(
  model: ObjectModel,
  path: string,
): { readonly field: RelationField; readonly rest: string } | undefined {
  const [head = '', ...tail] = path.split('.');
  const field = model.fields.get(head);
  return field?.kind === 'relation' ? { field, rest: tail.join('.') } : undefined;
}

function constantOf(
  source: StepSource,
  path: string,
  value: string | undefined,
  claim: WriteStep['constants'][number]['claim'],
): Constant {
  const field = source.model.fields.get(path);
  invariant(field?.kind === 'value' || field?.kind === 'relation', `${source.write.name} sets ${path}`);
  if (claim !== undefined) return Object.freeze({ field, from: Object.freeze({ claim }) });
  invariant(value !== undefined && field.kind === 'value', `${source.write.name} sets ${path} to a value or a claim`);
  return Object.freeze({ field, from: Object.freeze({ value }) });
}

function writingOf(source: StepSource, settings: readonly Setting[], constants: readonly Constant[]): RowWriting {
  const { step, model } = source;
  const given = settings.flatMap(({ sets }) => (sets.kind === 'value' || sets.kind === 'relation' ? [sets.field] : []));
  const fields = [...new Set([...given, ...constants.map(({ field }) => field)])];
  const paths = new Set(fields.map(({ path }) => path));
  const indexes = model.indexes.filter((index) => index.fields.some((path) => paths.has(path)));
  // Otherwise the answer would tell that somebody else holds the value.
  const renames = step.kind !== 'CREATE' && indexes.some(({ unique }) => unique);
  invariant(!renames, `${source.write.name} changes what identifies a person`);
  return Object.freeze({
    kind: step.kind,
    model,
    columns: Object.freeze(
      fields.map((field) =>
        Object.freeze({ column: field.column, storage: field.kind === 'value' ? field.storage : 'clear' }),
      ),
    ),
    indexes: Object.freeze(indexes),
    from: Object.freeze(step.kind === 'CREATE' ? [] : fromOf(source)),
    shortens: step.shortens,
  });
}

function fromOf({ write, step, model }: StepSource): RowWriting['from'] {
  const stated = [
    ...write.arguments.flatMap(({ fields }) =>
      fields.filter(({ writes }) => writes === step.type).map(({ sets, from }) => ({ path: sets, from })),
    ),
    ...step.constants.map(({ field, from }) => ({ path: field, from })),
  ];
  return stated.flatMap(({ path, from }) => {
    if (from === undefined) return [];
    const field = model.fields.get(path);
    invariant(isComparable(field), `${write.name} goes from states that are stored in clear`);
    return [Object.freeze({ column: field.column, values: from })];
  });
}

/** What an UPDATE reads of the row: the other fields of the indexes that change, and where its conditions start. */
function opened({ model }: StepSource, settings: readonly Setting[], writing: RowWriting): readonly FieldModel[] {
  const paths = writing.indexes.flatMap(({ fields }) => fields);
  const bys = settings.flatMap(({ sets }) => (sets.kind === 'condition' ? [sets.by] : []));
  const indexed = [...new Set(paths)].map((path) => {
    const field = model.fields.get(path);
    invariant(field, `an index is over fields of ${model.name}`);
    return field;
  });
  return [...indexed, ...new Set(bys)];
}
