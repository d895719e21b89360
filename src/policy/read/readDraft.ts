/** Reads a whole store: words, bounds, types, grants, roots and writes. */
import { isEnumType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type { DirectiveName, Use } from './directives.js';
import { usesOf } from './directives.js';
import type { Draft, GrantDraft, TypeDraft, WordDraft } from './draft.js';
import { namingsOf, readMatches, readRequests } from './namings.js';
import { openingNamings, readOpenings } from './openings.js';
import { readRoots, readWrites } from './operations.js';
import type { StoreSchema } from './storeSchema.js';
import { readTypes } from './types.js';

export function readDraft({ schema, document }: StoreSchema): Draft {
  const types = readTypes(schema);
  const matches = readMatches(schema);
  const requests = readRequests(schema, types);
  const openings = readOpenings(schema, types);
  const schemaNodes = [schema.astNode, ...schema.extensionASTNodes];
  return {
    schema,
    document,
    types,
    roles: readWords(schema, 'Role', 'party'),
    purposes: readWords(schema, 'Purpose', 'purpose'),
    categories: readWords(schema, 'Category', 'category'),
    zones: usesOf(schema, schemaNodes, 'zones'),
    bounds: usesOf(schema, schemaNodes, 'bound'),
    grants: readGrants([...types.values()]),
    roots: readRoots(schema),
    writes: readWrites(schema),
    openings,
    matches,
    requests,
    namings: [...namingsOf(matches, requests), ...openingNamings(openings)],
  };
}

function readWords<Name extends DirectiveName>(
  schema: GraphQLSchema,
  typeName: string,
  directive: Name,
): ReadonlyMap<string, WordDraft<Name>> {
  const type = schema.getType(typeName);
  invariant(isEnumType(type), `the store defines enum ${typeName}`);
  return new Map(
    type
      .getValues()
      .map(({ name, astNode }) => [
        name,
        { name, node: astNode ?? undefined, use: usesOf(schema, [astNode], directive)[0] },
      ]),
  );
}

function readGrants(types: readonly TypeDraft[]): readonly GrantDraft[] {
  const owners = new Map<Use<'disclose'>['node'], { use: Use<'disclose'>; owners: GrantDraft['owners'][number][] }>();
  const add = (use: Use<'disclose'>, type: TypeDraft, path: string | undefined): void => {
    const known = owners.get(use.node);
    if (known === undefined) owners.set(use.node, { use, owners: [{ type, path }] });
    else known.owners.push({ type, path });
  };
  for (const type of types) {
    for (const use of type.disclosures) add(use, type, undefined);
    for (const { model, disclosures } of type.fields.values()) {
      for (const use of disclosures) add(use, type, model.path);
    }
  }
  return [...owners.values()];
}
