/** From the draft's roots and mutations to their models. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument, GraphQLInputObjectType, GraphQLNamedType } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel, RootModel, WriteArgument, WriteInput, WriteModel, WriteStep } from '../compiled.js';
import { shortenedColumns } from '../ownReach.js';
import { usesOf } from '../read/directives.js';
import { compileOpening } from './exceptional.js';
import type { Use } from '../read/directives.js';
import type { Draft, RootDraft, SettingDraft, WriteDraft } from '../read/draft.js';

export function compileRoots(draft: Draft): ReadonlyMap<string, RootModel> {
  return new Map(draft.roots.map((root) => [root.field.name, compileRoot(draft, root)]));
}

function compileRoot(draft: Draft, { field, use }: RootDraft): RootModel {
  invariant(use, `Query.${field.name} has @root`);
  const { kind, by } = use.args;
  const inputs = field.args.find(({ type }) => isInputObjectType(getNamedType(type)));
  const compared = inputs === undefined ? undefined : comparedBy(draft, inputs);
  return Object.freeze({
    name: field.name,
    kind,
    type: getNamedType(field.type).name,
    members: Object.freeze(membersOf(draft, getNamedType(field.type))),
    takesId: field.args.some(({ name }) => name === 'id'),
    by,
    changedSince: field.args.some(({ name }) => name === 'changedSince'),
    filter:
      kind === 'LIST' && compared !== undefined
        ? Object.freeze({ ...compared.named, compares: compared.paths })
        : undefined,
    find:
      kind === 'FIND' && compared !== undefined
        ? Object.freeze({ ...compared.named, sets: compared.paths })
        : undefined,
    description: field.description ?? '',
  });
}

function membersOf({ schema }: Draft, type: GraphQLNamedType): readonly string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
}

function comparedBy(
  draft: Draft,
  argument: GraphQLArgument,
): {
  readonly named: { readonly argument: string; readonly inputType: string };
  readonly paths: ReadonlyMap<string, string>;
} {
  const type = getNamedType(argument.type);
  invariant(isInputObjectType(type), 'an argument that compares is an input object');
  return { named: { argument: argument.name, inputType: type.name }, paths: comparedPaths(draft, type) };
}

/** Input field to the path that it compares. */
export function comparedPaths(draft: Draft, type: GraphQLInputObjectType): ReadonlyMap<string, string> {
  return new Map(
    Object.values(type.getFields()).map((field) => {
      const [stated] = usesOf(draft.schema, [field.astNode], 'sets');
      return [field.name, stated?.args.field ?? field.name];
    }),
  );
}

/** Those with @write, then those with @opens. */
export function compileWrites(draft: Draft, models: ReadonlyMap<string, ObjectModel>): ReadonlyMap<string, WriteModel> {
  const writes = draft.writes.map((write) => compileWrite(draft, write));
  const openings = draft.openings.map((opening): WriteModel =>
    Object.freeze({
      name: opening.field.name,
      description: opening.field.description ?? '',
      arguments: [],
      steps: [],
      opens: compileOpening(models, opening),
      payload: getNamedType(opening.field.type).name,
      payloadField: payloadFieldOf(draft, opening),
    }),
  );
  return new Map([...writes, ...openings].map((write) => [write.name, write]));
}

function compileWrite(draft: Draft, write: WriteDraft): WriteModel {
  const payload = getNamedType(write.field.type);
  return Object.freeze({
    name: write.field.name,
    description: write.field.description ?? '',
    arguments: Object.freeze(write.field.args.map((argument) => compileArgument(write, argument))),
    steps: Object.freeze(write.steps.map((step) => compileStep(draft, write, step))),
    opens: undefined,
    payload: payload.name,
    payloadField: payloadFieldOf(draft, write),
  });
}

function payloadFieldOf(draft: Draft, write: Pick<WriteDraft, 'field'>): WriteModel['payloadField'] {
  const payload = getNamedType(write.field.type);
  if (!isObjectType(payload)) return undefined;
  const field = Object.values(payload.getFields()).find(({ type }) => draft.types.has(getNamedType(type).name));
  if (field === undefined) return undefined;
  const list = isListType(getNullableType(field.type));
  return Object.freeze({ name: field.name, type: getNamedType(field.type).name, list });
}

function compileArgument(write: WriteDraft, argument: GraphQLArgument): WriteArgument {
  const settings = write.settings.filter((setting) => setting.argument === argument);
  const type = getNamedType(argument.type);
  const list = isListType(getNullableType(argument.type));
  return Object.freeze({
    name: argument.name,
    type: String(argument.type),
    typeName: type.name,
    list,
    required: isNonNullType(argument.type),
    role: isInputObjectType(type) ? (list ? 'rows' : 'input') : settings.length === 0 ? 'key' : 'value',
    fields: Object.freeze(settings.map((setting) => compileInput(argument, setting))),
  });
}

function compileInput(argument: GraphQLArgument, { input, type, path, use }: SettingDraft): WriteInput {
  return Object.freeze({
    name: input?.path ?? argument.name,
    typeName: getNamedType(input?.field.type ?? argument.type).name,
    required: input?.required ?? isNonNullType(argument.type),
    writes: type,
    sets: path,
    from: use?.args.from,
  });
}

function compileStep(draft: Draft, write: WriteDraft, { args }: Use<'write'>): WriteStep {
  const constants = write.constants.filter(({ type }) => type === args.type);
  return Object.freeze({
    kind: args.kind,
    type: args.type,
    to: args.to,
    purposes: args.for,
    through: args.through,
    rows: args.rows,
    shortens: args.kind === 'END' ? shortenedColumns(draft, args.type) : [],
    constants: Object.freeze(
      constants.map(({ path, use }) =>
        Object.freeze({ field: path, value: use.args.value, claim: use.args.claim, from: use.args.from }),
      ),
    ),
  });
}
