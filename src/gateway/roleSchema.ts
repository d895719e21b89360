/**
 * The executable schema of one role: its contract, resolvers that hand on what the corridor made, and the shield. Leaf
 * resolvers are graphql-js's own: they read a property, synchronously, and open nothing.
 */
import { addResolversToSchema } from '@graphql-tools/schema';
import { buildSchema } from 'graphql';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Caller } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import { childProperty } from '../plan/childProperty.js';
import { idMappingRoot } from '../plan/idMapping.js';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { AdministrationResolver, AdministrationResolvers } from './administration.js';
import type { GatewayContext } from './gatewayContext.js';
import { scalarResolvers } from './scalars.js';

type Resolver = (
  source: Readonly<Record<string, unknown>>,
  args: unknown,
  context: GatewayContext,
  info: GraphQLResolveInfo,
) => unknown;

/** What `me` is told beside the token. */
export interface Telling {
  readonly budgetsOf: (caller: Caller) => Promise<readonly unknown[]>;
}

type RootResolvers = Readonly<Record<string, Resolver | AdministrationResolver>>;

/** Without the shield, which {@link shielded} lays around it. */
export function roleSchema(
  policy: CompiledPolicy,
  role: RolePolicy,
  administration: AdministrationResolvers,
  telling: Telling,
): GraphQLSchema {
  // The policy printed the contract from a schema that it had validated; made once and filled in place, it is not rebuilt.
  const schema = buildSchema(role.contract, { assumeValidSDL: true, noLocation: true });
  return addResolversToSchema({
    schema,
    updateResolversInPlace: true,
    resolvers: {
      ...scalarResolvers(schema),
      ...rootResolvers(role, administration, telling),
      ...childResolvers(policy, role),
      ...payloadResolvers(policy, role),
    },
    inheritResolversFromInterfaces: false,
  });
}

const fromCorridor: Resolver = (_source, _args, context, info) => {
  invariant(context.answer, 'a root is resolved only after the corridor has run');
  return context.answer.roots.get(String(info.path.key));
};

const fromParent: Resolver = (source, _args, _context, { fieldNodes: [node] }) => {
  invariant(node, 'a field that is resolved has a node');
  return source[childProperty(node)];
};

function rootResolvers(
  role: RolePolicy,
  administration: AdministrationResolvers,
  telling: Telling,
): Record<string, RootResolvers> {
  const query: Record<string, Resolver> = { me: callerResolver(role, telling) };
  for (const name of [...role.roots, ...role.matches]) query[name] = fromCorridor;
  if (role.authentication.isRegistered) query[idMappingRoot] = fromCorridor;
  const mutation: Record<string, Resolver> = {};
  for (const name of [...role.writes, ...role.requests]) mutation[name] = fromCorridor;
  const Mutation = { ...mutation, ...administration.mutation };
  const Query = { ...query, ...administration.query };
  return Object.keys(Mutation).length === 0 ? { Query } : { Query, Mutation };
}

function childResolvers(policy: CompiledPolicy, role: RolePolicy): Record<string, Record<string, Resolver>> {
  const resolvers: Record<string, Record<string, Resolver>> = {};
  for (const grant of role.types.values()) {
    const model = policy.types.get(grant.type);
    const fields: Record<string, Resolver> = {};
    for (const field of grant.fields.values()) {
      const kind = model?.fields.get(field.path)?.kind;
      if (kind === 'relation' || kind === 'list' || kind === 'members') fields[field.name] = fromParent;
    }
    if (Object.keys(fields).length > 0) resolvers[grant.type] = fields;
  }
  return resolvers;
}

/** The written rows of a payload, under whatever aliases they were asked. */
function payloadResolvers(policy: CompiledPolicy, role: RolePolicy): Record<string, Record<string, Resolver>> {
  const resolvers: Record<string, Record<string, Resolver>> = {};
  for (const name of role.writes) {
    const write = policy.writes.get(name);
    const shown = write?.payloadField;
    if (write !== undefined && shown !== undefined && role.types.has(shown.type)) {
      resolvers[write.payload] = { [shown.name]: fromParent };
    }
  }
  return resolvers;
}

/** `me`: the caller as the server understood its token; no store is read. */
function callerResolver(role: RolePolicy, { budgetsOf }: Telling): Resolver {
  return (_source, _args, { caller }) => ({
    // Read from the database when it is asked for, and only then.
    budgets: () => budgetsOf(caller),
    role: caller.role,
    purpose: caller.purpose,
    kind: caller.kind,
    account: caller.claims.ACCOUNT,
    unit: caller.claims.UNIT ?? null,
    organisation: caller.claims.ORGANISATION ?? null,
    client: caller.application,
    page: role.bound.page,
    cost: role.bound.cost,
    expiresAt: new Date(caller.expiresAt * 1000),
    sender: caller.sender,
    authenticatedAt: caller.authenticatedAt === undefined ? null : new Date(caller.authenticatedAt * 1000),
    acrValues: role.authentication.acr,
    maxAge: role.authentication.maxAgeSeconds ?? null,
    stepUpAge: role.authentication.stepUpAgeSeconds ?? null,
    isInQuarantine: caller.standing.isInQuarantine,
    isAdministrator: caller.standing.isAdministrator,
  });
}
