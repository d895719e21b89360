/** Reads the fields that name a person by attributes: @match and @request. Whom they name, the caller need not reach. */
import type { GraphQLSchema } from 'graphql';
import { argumentNode, usesOf } from './directives.js';
import type { MatchDraft, NamingDraft, RequestDraft, SettingDraft, TypeDraft } from './draft.js';
import { constantOf, fieldsOf, settingsOf } from './operations.js';

export function readMatches(schema: GraphQLSchema): readonly MatchDraft[] {
  return fieldsOf(schema.getQueryType()).flatMap(({ field, node }) =>
    usesOf(schema, [node], 'match').map((use): MatchDraft => {
      const settings = field.args.flatMap((argument) => settingsOf({ schema, types: [use.args.type], argument }));
      return { field, node, use, settings };
    }),
  );
}

export function readRequests(schema: GraphQLSchema, types: ReadonlyMap<string, TypeDraft>): readonly RequestDraft[] {
  return fieldsOf(schema.getMutationType()).flatMap(({ field, node }) =>
    usesOf(schema, [node], 'request').map((use): RequestDraft => {
      const { type, by } = use.args;
      const subject = types.get(type)?.subject?.type;
      const brought = field.args.flatMap((argument) => settingsOf({ schema, types: [type], argument }));
      const names = ({ path }: SettingDraft): boolean => by.includes(path);
      const constants = usesOf(schema, [node], 'sets').map((each) => constantOf([type], each));
      const named = brought.filter(names).map((each) => ({ ...each, type: subject ?? type }));
      return { field, node, use, subject, named, settings: brought.filter((each) => !names(each)), constants };
    }),
  );
}

export function namingsOf(matches: readonly MatchDraft[], requests: readonly RequestDraft[]): readonly NamingDraft[] {
  return [
    ...matches.map(({ field, use }) => ({
      of: `Query.${field.name}`,
      type: use.args.type,
      fields: use.args.on,
      node: argumentNode(use, 'on'),
    })),
    ...requests.map(({ field, use, subject }) => ({
      of: `Mutation.${field.name}`,
      type: subject ?? use.args.type,
      fields: use.args.by,
      node: argumentNode(use, 'by'),
    })),
  ];
}
