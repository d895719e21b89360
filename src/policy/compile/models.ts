/** From the draft's types to the store's models: where each field is, who is reached, what a blind index takes. */
import { getNamedType } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { Duration } from '../../kernel/duration.js';
import { parseDuration } from '../../kernel/duration.js';
import type { BlindIndexModel, ObjectModel, Reach, RestrictModel } from '../compiled.js';
import { planBits, fullBits } from '../indexPlan.js';
import type { Use } from '../read/directives.js';
import type { Draft, FieldDraft, ReachDraft, TypeDraft } from '../read/draft.js';

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
  const single = [...type.fields.values()].flatMap(indexedFields).flatMap(singleIndex);
  return onePerSet([...single, ...setsNaming(draft, type).flatMap((set) => compoundIndex(type, set))]);
}

/** A field that an index may be over. */
interface IndexedField {
  readonly path: string;
  readonly column: string;
  readonly search: readonly ('UNIQUE' | 'EXACT')[];
}

/** None where the field has no value. */
function indexedFields(field: FieldDraft | undefined): readonly IndexedField[] {
  if (field?.model.kind !== 'value') return [];
  const { path, column } = field.model;
  return [{ path, column, search: field.personal?.args.search ?? [] }];
}

function singleIndex({ path, column, search }: IndexedField): readonly IndexSketch[] {
  if (search.length === 0) return [];
  const unique = search.includes('UNIQUE');
  return [{ column: `${column}_bidx`, fields: [path], unique, isFull: unique }];
}

/** None over a set of which a field has no value. */
function compoundIndex(type: TypeDraft, set: readonly string[]): readonly IndexSketch[] {
  const fields = set.flatMap((path) => indexedFields(type.fields.get(path)));
  if (fields.length < set.length) return [];
  const column = [...fields.map((field) => field.column), 'bidx'].join('_');
  return [{ column, fields: set, unique: false, isFull: fields.some(({ search }) => search.includes('UNIQUE')) }];
}

/** Two roots may find by the same fields: the first one's order names the column. */
function onePerSet(sketches: readonly IndexSketch[]): readonly IndexSketch[] {
  return sketches.filter(
    (sketch, index) => index === sketches.findIndex(({ fields }) => isSameSet(fields, sketch.fields)),
  );
}

/** In whatever order. */
export function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && isPart(one, other) && isPart(other, one);
}

function isPart(some: readonly string[], all: readonly string[]): boolean {
  return some.every((path) => all.includes(path));
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

/** Sets of fields by which a person of that type is found or named. */
function setsNaming(draft: Draft, type: TypeDraft): readonly (readonly string[])[] {
  const found = draft.roots
    .filter(({ field }) => getNamedType(field.type).name === type.name)
    .flatMap(({ use }) => use?.args.by ?? []);
  const named = draft.namings.filter((naming) => naming.type === type.name).map(({ fields }) => fields);
  return [...found, ...named];
}
