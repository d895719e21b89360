/** Which statements of the SDL a compiled policy follows from, with what they say and where: for who is told why. */
import type { ASTNode } from 'graphql';
import type { Precision } from '../kernel/precision.js';
import { compileOpenedReach } from './compile/models.js';
import { isWithin } from './isWithin.js';
import type { Place } from './places.js';
import { placeOf } from './places.js';
import type { PolicyProblem } from './problem.js';
import type { Use } from './read/directives.js';
import type { FieldDraft, TypeDraft, WordDraft } from './read/draft.js';
import { readDraft } from './read/readDraft.js';
import type { SchemaSource } from './read/storeSchema.js';
import { readStoreSchema } from './read/storeSchema.js';

/** One @disclose, with the field that it is about. */
export interface StatedGrant {
  readonly place: Place | undefined;
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  readonly through: readonly string[];
  readonly precision: Precision;
  readonly stepUp: boolean;
}

/** One @restrict that withholds a field. */
export interface StatedRestrict {
  readonly place: Place | undefined;
  readonly column: string;
  readonly except: readonly string[];
}

/** Fields are named `Type.path`, members of embedded objects too; reaches by their id. */
export interface PolicyStatements {
  readonly fields: ReadonlyMap<string, Place | undefined>;
  readonly grants: ReadonlyMap<string, readonly StatedGrant[]>;
  readonly restricts: ReadonlyMap<string, readonly StatedRestrict[]>;
  readonly reaches: ReadonlyMap<string, Place | undefined>;
  readonly roles: ReadonlyMap<string, Place | undefined>;
  readonly purposes: ReadonlyMap<string, Place | undefined>;
  readonly bounds: ReadonlyMap<string, Place | undefined>;
  /** By type of person. */
  readonly retains: ReadonlyMap<string, Place | undefined>;
}

/** Of sources that compile, or what keeps them from being read. */
export function policyStatements(
  sources: readonly SchemaSource[],
): { readonly statements: PolicyStatements } | { readonly problems: readonly PolicyProblem[] } {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) return reading;
  const draft = readDraft(reading.read);
  const types = [...draft.types.values()];
  const byField = <T>(of: (type: TypeDraft, field: FieldDraft) => T): ReadonlyMap<string, T> =>
    new Map(
      types.flatMap((type) =>
        [...type.fields.values()].map((field) => [`${type.name}.${field.model.path}`, of(type, field)] as const),
      ),
    );
  return {
    statements: Object.freeze({
      fields: byField((_, { node }) => placeOf(node.name)),
      grants: byField((type, field) => usesOn(type, field).map(statedGrant)),
      restricts: byField(restrictsOn),
      reaches: new Map(types.flatMap(reachPlaces)),
      roles: wordPlaces(draft.roles),
      purposes: wordPlaces(draft.purposes),
      bounds: new Map(draft.bounds.map(({ args, node }) => [args.role, placeOf(node)] as const)),
      retains: new Map(types.flatMap(({ name, retains }) => retains.map(({ node }) => [name, placeOf(node)] as const))),
    }),
  };
}

/** As the compiler takes them: members that a person and an entity share keep each their own. */
function usesOn(type: TypeDraft, { disclosures, model }: FieldDraft): readonly Use<'disclose'>[] {
  if (model.kind === 'embedded') return [];
  const isPersons = type.kind !== 'entity';
  const own = disclosures.filter(({ args }) => args.through.length > 0 === isPersons);
  return isPersons ? own : [...type.disclosures, ...own];
}

/** By id: those that links give, and those that one opens. */
function reachPlaces({ name, reaches, exceptionals }: TypeDraft): readonly (readonly [string, Place | undefined])[] {
  return [
    ...reaches.map(({ id, use }) => [id, placeOf(use.node)] as const),
    ...exceptionals.map((use) => [compileOpenedReach(name, use).id, placeOf(use.node)] as const),
  ];
}

function statedGrant({ args, node }: Use<'disclose'>): StatedGrant {
  const { to, through, stepUp } = args;
  return { place: placeOf(node), to, purposes: args.for, through, precision: args.as, stepUp };
}

function restrictsOn({ restricts }: TypeDraft, { model: { path } }: FieldDraft): readonly StatedRestrict[] {
  return restricts
    .filter(({ args }) => isWithin(path, args.fields))
    .map(({ args: { column, except }, node }) => ({ place: placeOf(node), column, except }));
}

function wordPlaces(
  words: ReadonlyMap<string, WordDraft<'party' | 'purpose'>>,
): ReadonlyMap<string, Place | undefined> {
  return new Map([...words.values()].map(({ name, node }) => [name, placeOf(node as ASTNode | undefined)] as const));
}

/** `file:line:column`; what the engine states has none. */
export function printPlace(place: Place | undefined): string {
  if (place === undefined) return 'the engine';
  const { file, line, column } = place;
  return `${file}:${String(line)}:${String(column)}`;
}
