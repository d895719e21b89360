/**
 * Where each statement of a policy stands in its SDL. Apart from the compiled policy, which knows no text: only who
 * explains or compares policies asks for places.
 */
import { getLocation } from 'graphql';
import type { ASTNode } from 'graphql';
import type { Draft, GrantDraft, TypeDraft } from './read/draft.js';
import { readDraft } from './read/readDraft.js';
import type { SchemaSource } from './read/storeSchema.js';
import { readStoreSchema } from './read/storeSchema.js';

export interface Place {
  /** Name of the source, as the caller of the compiler gave it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/**
 * By address: `Role.AGENT`, `Purpose.LETTING`, `Category.NAME`, `Tenant`, `Tenant.address.line`, `Query.tenant`,
 * `Mutation.endLease`; a directive behind the address that it stands on: `Tenant.email @disclose AGENT LETTING`,
 * `Tenant @reach let LANDLORD`, `Tenant @restrict discreet`, `Tenant @retain`, `Mutation.endLease @write Lease`,
 * `@bound AGENT`, `@zones`.
 */
export type Places = ReadonlyMap<string, Place>;

/** The places of `sources`; none when GraphQL cannot read them. The first of two statements with one address counts. */
export function placesOf(sources: readonly SchemaSource[]): Places {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) return new Map();
  const draft = readDraft(reading.read);
  const places = new Map<string, Place>();
  for (const [address, node] of addressesOf(draft)) {
    const place = placeOf(node);
    if (place !== undefined && !places.has(address)) places.set(address, place);
  }
  return places;
}

type Addressed = readonly [address: string, node: ASTNode | undefined];

function addressesOf(draft: Draft): readonly Addressed[] {
  const { roles, purposes, categories, zones, bounds, types, grants, roots, writes, matches, requests } = draft;
  return [
    ...[...roles.values()].map(({ name, node }): Addressed => [`Role.${name}`, node]),
    ...[...purposes.values()].map(({ name, node }): Addressed => [`Purpose.${name}`, node]),
    ...[...categories.values()].map(({ name, node }): Addressed => [`Category.${name}`, node]),
    ...zones.map(({ node }): Addressed => ['@zones', node]),
    ...bounds.map(({ node, args }): Addressed => [`@bound ${args.role}`, node]),
    ...[...types.values()].flatMap(typeAddresses),
    ...grants.flatMap(grantAddresses),
    ...roots.map(({ field, node }): Addressed => [`Query.${field.name}`, node]),
    ...matches.map(({ field, node }): Addressed => [`Query.${field.name}`, node]),
    ...[...writes, ...requests].map(({ field, node }): Addressed => [`Mutation.${field.name}`, node]),
    ...writes.flatMap(({ field, steps }) =>
      steps.map(({ args, node }): Addressed => [`Mutation.${field.name} @write ${args.type}`, node]),
    ),
  ];
}

function typeAddresses(type: TypeDraft): readonly Addressed[] {
  const { name, node, fields, reaches, exceptionals, restricts, retains } = type;
  return [
    [name, node.name],
    ...[...fields].map(([path, field]): Addressed => [`${name}.${path}`, field.node]),
    ...reaches.map(({ use }): Addressed => [`${name} @reach ${use.args.name} ${use.args.role}`, use.node]),
    ...exceptionals.map((use): Addressed => [`${name} @reach ${use.args.name} ${use.args.role}`, use.node]),
    ...restricts.map((use): Addressed => [`${name} @restrict ${use.args.column}`, use.node]),
    ...retains.map((use): Addressed => [`${name} @retain`, use.node]),
  ];
}

function grantAddresses({ use, owners }: GrantDraft): readonly Addressed[] {
  return owners.flatMap(({ type, path }) => {
    const holder = path === undefined ? type.name : `${type.name}.${path}`;
    return use.args.to.flatMap((role) =>
      use.args.for.map((purpose): Addressed => [`${holder} @disclose ${role} ${purpose}`, use.node]),
    );
  });
}

/** Where a statement begins; undefined: the engine made it. */
export function placeOf(node: ASTNode | undefined): Place | undefined {
  if (node?.loc === undefined) return undefined;
  const { line, column } = getLocation(node.loc.source, node.loc.start);
  return Object.freeze({ file: node.loc.source.name, line, column });
}
