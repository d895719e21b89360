/** From @exceptional and @opens to their models: which reaches a role opens, and the mutations that open them. */
import { getNamedType, isEnumType } from 'graphql';
import type { GraphQLArgument } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { BlindIndexModel, ExceptionalReach, ObjectModel, OpeningModel } from '../compiled.js';
import type { Use } from '../read/directives.js';
import type { Draft, OpeningDraft } from '../read/draft.js';
import { compileAllowance } from './amounts.js';
import { durationOf, isSameSet } from './models.js';

export function exceptionalOf(draft: Draft, role: string): readonly ExceptionalReach[] {
  return Object.freeze(
    [...draft.types.values()].flatMap((type) =>
      type.exceptionals.filter(({ args }) => args.role === role).map((use) => compileExceptional(type.name, use)),
    ),
  );
}

function compileExceptional(type: string, { args }: Use<'exceptional'>): ExceptionalReach {
  return Object.freeze({
    name: args.name,
    type,
    role: args.role,
    lasts: durationOf(args.lasts),
    review: durationOf(args.review),
    persons: Object.freeze(args.persons.map(compileAllowance)),
    misses: Object.freeze(args.misses.map(compileAllowance)),
  });
}

export function compileOpening(
  models: ReadonlyMap<string, ObjectModel>,
  { field, use, type, brings, reason }: OpeningDraft,
): OpeningModel {
  const { by, reach, to } = use.args;
  invariant(type !== undefined && reason !== undefined, `${field.name} opens for a known person`);
  return Object.freeze({
    reach,
    type,
    to,
    purposes: use.args.for,
    index: indexOver(models, type, by),
    brings: new Map(brings.map(({ argument, path }) => [path, argument.name])),
    reasons: wordsOf(reason),
  });
}

/** Of which `paths` are all the fields, in whatever order. */
function indexOver(models: ReadonlyMap<string, ObjectModel>, type: string, paths: readonly string[]): BlindIndexModel {
  const model = models.get(type);
  invariant(model, `${type} has a table`);
  const index = model.indexes.find(({ fields }) => isSameSet(fields, paths));
  invariant(index, `${type} has an index over ${paths.join(', ')}`);
  return index;
}

function wordsOf({ type }: GraphQLArgument): readonly string[] | undefined {
  const named = getNamedType(type);
  return isEnumType(named) ? Object.freeze(named.getValues().map(({ name }) => name)) : undefined;
}
