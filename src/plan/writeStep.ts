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
  readonly subject: NonNullable<ObjectModel['subject']>;
}

/** @throws Refused FORBIDDEN when the role has no way to a type that the write must reach. */
export function compileStep(scope: PlanScope, write: WriteModel, step: WriteStep): StepPlan {
  const model = modelOf(scope, step.type);
  const { subject } = model;
  invariant(subject, `${write.name} writes what is about a person`);
  const source: StepSource = { scope, write, step, model, subject };
  const settings = settingsOf(source);
  const constants = step.constants.map(({ field, value, claim }) => constantOf(source, field, value, claim));
  const writing = writingOf(source, settings, constants);
  return Object.freeze({
    writing,
    settings: Object.freeze(settings),
    constants: Object.freeze(constants),
    target: step.kind === 'CREATE' ? undefined : heldRow(scope, step, model, opened(source, settings, writing)),
    versioned: settings.some(({ sets }) => sets.kind === 'version') ? versionSelection(scope, model) : undefined,
    person: personOf(source),
  });
}

function modelOf(scope: PlanScope, type: string): ObjectModel {
  const model = scope.policy.types.get(type);
  invariant(model, `${type} is compiled`);
  return model;
}

/** The person of a new record; none of a new person, nor of the record of one just created. */
function personOf({ scope, step, subject }: StepSource): StepPlan['person'] {
  if (step.kind !== 'CREATE' || isOfNewPerson(step)) return undefined;
  return heldRow(scope, step, modelOf(scope, subject.type), []);
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
  return { sets, coordinates: coordinatesOf(source, input, sets) };
}

/** `id` and `version` name the row and are no fields of it. */
function coordinatesOf(source: StepSource, input: WriteInput, sets: SettingTarget): readonly string[] {
  switch (sets.kind) {
    case 'row':
    case 'version':
      return [];
    case 'value':
    case 'person':
    case 'relation':
      return namesOf(source.model, sets.field);
    case 'condition':
      return namesOfWay(wayOf(source, input.sets));
  }
}

function namesOfWay({ hops, last: { model, path } }: Way): readonly string[] {
  const end = namesOf(model, model.fields.get(path));
  return sorted([...hops.flatMap((hop) => namesOf(hop.model, hop.field)), ...end]);
}

function targetOf(source: StepSource, input: WriteInput): SettingTarget {
  const { scope, step, model, subject } = source;
  if (input.sets === 'id') {
    if (step.kind === 'CREATE') throw refuse('FORBIDDEN', `${source.write.name} cannot choose the id of a new row.`);
    return Object.freeze({ kind: 'row', type: model.name });
  }
  if (input.sets === versionName) return Object.freeze({ kind: 'version' });
  const field = model.fields.get(input.sets);
  if (field === undefined) return conditionOf(source, input.sets);
  if (field.kind === 'value') return Object.freeze({ kind: 'value', field });
  invariant(field.kind === 'relation', `${field.coordinate} can be set`);
  if (field.column === subject.column) return personTarget(source, field);
  const target = modelOf(scope, field.target);
  const isOwn = target.subject?.type === subject.type && target.kind === 'record';
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
  const { scope, write } = source;
  const { hops, last } = wayOf(source, path);
  const [by, ...joined] = hops.map((hop) => hop.field);
  invariant(by, `${write.name} sets a field of ${source.model.name}: ${path}`);
  const field = comparable(write, last.model, last.path);
  const joins = joined.map(({ column, target }) => Object.freeze({ column, target: modelOf(scope, target) }));
  const start = modelOf(scope, by.target);
  const condition: RelatedCondition = Object.freeze({ start, joins: Object.freeze(joins), column: field.column });
  return Object.freeze({ kind: 'condition', by, field, condition });
}

function comparable({ name }: WriteModel, model: ObjectModel, path: string): ValueField | RelationField {
  const field = model.fields.get(path);
  invariant(field?.kind === 'value' || field?.kind === 'relation', `${name} compares a field: ${model.name}.${path}`);
  invariant(
    field.kind === 'relation' || field.storage === 'clear',
    `${name} compares what is in clear: ${model.name}.${path}`,
  );
  return field;
}

interface Way {
  readonly hops: readonly { readonly model: ObjectModel; readonly field: RelationField }[];
  readonly last: { readonly model: ObjectModel; readonly path: string };
}

/** The relations through which `path` leads, and what it names at their end. */
function wayOf({ scope, model }: Pick<StepSource, 'scope' | 'model'>, path: string): Way {
  const [head = path, ...tail] = path.split('.');
  const field = model.fields.get(head);
  if (field?.kind !== 'relation' || tail.length === 0) return { hops: [], last: { model, path } };
  const { hops, last } = wayOf({ scope, model: modelOf(scope, field.target) }, tail.join('.'));
  return { hops: [{ model, field }, ...hops], last };
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
    from: Object.freeze(fromOf(source)),
    shortens: step.shortens,
  });
}

/** None of what is created: it had no value before. */
function fromOf({ write, step, model }: StepSource): RowWriting['from'] {
  const stated = [
    ...write.arguments.flatMap(({ fields }) => fields.map(({ sets, from }) => ({ path: sets, from }))),
    ...step.constants.map(({ field, from }) => ({ path: field, from })),
  ];
  return stated.flatMap(({ path, from }) => {
    if (from === undefined) return [];
    return [Object.freeze({ column: comparable(write, model, path).column, values: from })];
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
