/** From the draft's types to the store's models: where each field is, who is reached, what a blind index takes. */
import { getNamedType } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { Duration } from '../../kernel/duration.js';
import { parseDuration } from '../../kernel/duration.js';
import type { BlindIndexModel, ObjectModel, Reach, RestrictModel } from '../compiled.js';
import { planBits, fullBits } from '../indexPlan.js';
import type { Use } from '../read/directives.js';
import type { Draft, ReachDraft, TypeDraft } from '../read/draft.js';

export function compileModels(draft: Draft): ReadonlyMap<string, ObjectModel> {
  return new Map([...draft.types.values()].map((type) => [type.name, compileModel(draft, type)]));
}

function compileModel(draft: Draft, type: TypeDraft): ObjectModel {
  return Object.freeze({
    name: type.name,
    kind: type.kind,
    table: type.table,
    key: type.key,
    subject: subjectOf(type),
    fields: new Map([...type.fields].map(([path, { model }]) => [path, model])),
    restricts: Object.freeze(type.restricts.map(({ args }): RestrictModel => Object.freeze({ ...args }))),
    retain: retainOf(type),
    population: type.population,
    indexes: indexesOf(draft, type),
    description: type.object.description ?? '',
  });
}

function subjectOf({ subject, name }: TypeDraft): ObjectModel['subject'] {
  if (subject === undefined) return undefined;
  invariant(subject.type !== undefined, `${name} has one person`);
  return Object.freeze({ type: subject.type, column: subject.column });
}

function retainOf(type: TypeDraft): ObjectModel['retain'] {
  const [retain] = type.retains;
  return retain === undefined
    ? undefined
    : Object.freeze({ from: retain.args.from, keep: durationOf(retain.args.keep) });
}

export function compileReach({ id, type, use }: ReachDraft): Reach {
  const { args } = use;
  return Object.freeze({
    id,
    type,
    name: args.name,
    role: args.role,
    through: args.through,
    subject: args.subject,
    column: args.column,
    row: args.row,
    claim: args.claim,
    starts: args.starts,
    ends: args.ends,
    longest: args.longest === undefined ? undefined : durationOf(args.longest),
    closes: args.closes,
    opened: undefined,
  });
}

/** The links that accounts of the role have opened: rows of the engine's own table. */
export function compileOpenedReach(type: string, { args: { name, role } }: Use<'exceptional'>): Reach {
  return Object.freeze({
    id: `${type}.${name}.${role}.exceptional`,
    type,
    name,
    role,
    through: 'cloison.exceptional_link',
    subject: 'person',
    column: 'account',
    row: undefined,
    claim: 'ACCOUNT',
    starts: 'opened_at',
    ends: 'ends_at',
    longest: undefined,
    closes: Object.freeze(['closed_at']),
    opened: Object.freeze([
      Object.freeze({ column: 'subject_type', value: type }),
      Object.freeze({ column: 'reach', value: name }),
      Object.freeze({ column: 'role', value: role }),
    ]),
  });
}

/** A duration that a law has already found well formed. */
export function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  invariant(duration !== undefined, 'a malformed duration stops the compiler');
  return duration;
}

/** A column that a lookup is stored in, before its length is planned. */
export interface IndexSketch {
  readonly column: string;
  readonly fields: readonly string[];
  readonly unique: boolean;
  /** No two persons share the values, so that nobody can count: the index needs no truncation. */
  readonly isFull: boolean;
}

/** One index for each field with `search`, in the order of the type, then one for each set of a FIND or that names a person. */
export function indexSketches(draft: Draft, type: TypeDraft): readonly IndexSketch[] {
  if (type.kind !== 'subject') return [];
  const single = [...type.fields.values()].flatMap(({ model, personal }): readonly IndexSketch[] => {
    const search = personal?.args.search ?? [];
    if (model.kind !== 'value' || search.length === 0) return [];
    const unique = search.includes('UNIQUE');
    return [{ column: `${model.column}_bidx`, fields: [model.path], unique, isFull: unique }];
  });
  const compound = compoundSets(draft, type).map((fields): IndexSketch => ({
    column: [...fields.map((path) => valueColumn(type, path)), 'bidx'].join('_'),
    fields,
    unique: false,
    isFull: fields.some((path) => type.fields.get(path)?.personal?.args.search.includes('UNIQUE') === true),
  }));
  return onePerSet([...single, ...compound]);
}

/** Two roots may find by the same fields: the first one's order names the column. */
function onePerSet(sketches: readonly IndexSketch[]): readonly IndexSketch[] {
  const keys = sketches.map(({ fields }) => [...fields].toSorted().join(' '));
  return sketches.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

function indexesOf(draft: Draft, type: TypeDraft): readonly BlindIndexModel[] {
  const sketches = indexSketches(draft, type);
  const truncated = sketches.filter(({ isFull }) => !isFull);
  const planned = planBits(
    type.population,
    truncated.map(({ fields }) => fields.length),
  );
  invariant(planned !== undefined, `the indexes of ${type.name} share enough bits`);
  return Object.freeze(
    sketches.map((sketch) => {
      const { column, fields, unique, isFull } = sketch;
      return Object.freeze({
        column,
        fields,
        unique,
        bits: isFull ? fullBits : (planned[truncated.indexOf(sketch)] ?? 0),
      });
    }),
  );
}

/** A set that several find or name by is one index. */
function compoundSets(draft: Draft, type: TypeDraft): readonly (readonly string[])[] {
  const found = draft.roots
    .filter(({ field, use }) => use?.args.kind === 'FIND' && getNamedType(field.type).name === type.name)
    .flatMap(({ use }) => use?.args.by ?? []);
  const named = draft.namings.filter((naming) => naming.type === type.name).map(({ fields }) => fields);
  return [...found, ...named].filter((set) => set.every((path) => valueColumn(type, path) !== undefined));
}

function valueColumn(type: TypeDraft, path: string): string | undefined {
  const model = type.fields.get(path)?.model;
  return model?.kind === 'value' ? model.column : undefined;
}
