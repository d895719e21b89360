/**
 * The engine's roots by which an administrator looks after the accounts of its organisation. Unlike the store's they are
 * resolved when GraphQL comes to them, those of a mutation one after the other: each is a change of its own, kept or refused.
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { RolePolicy } from '../policy/compiled.js';
import type { AdministrationOrder } from '../register/administer.js';
import type { Administering } from '../register/administrator.js';
import type { AccountEntry } from '../register/entries.js';
import type { ListedAccount } from '../register/listAccounts.js';
import type { Register } from '../register/register.js';
import type { ErrorOutlet } from './errorMap.js';
import { graphQLErrorOf } from './errorMap.js';
import type { GatewayContext } from './gatewayContext.js';

export interface AdministrationOptions extends ErrorOutlet {
  readonly register: Pick<Register, 'ownAccounts' | 'administer'>;
}

/** As the contract's types have made them of what a caller wrote. */
type Arguments = Readonly<Record<string, unknown>>;

export type AdministrationResolver = (
  source: unknown,
  args: Arguments,
  context: GatewayContext,
  info: GraphQLResolveInfo,
) => Promise<unknown>;

export interface AdministrationResolvers {
  readonly query: Readonly<Record<string, AdministrationResolver>>;
  readonly mutation: Readonly<Record<string, AdministrationResolver>>;
}

/** None for a role whose accounts stand in no register. */
export function administrationResolvers(role: RolePolicy, options: AdministrationOptions): AdministrationResolvers {
  if (!role.authentication.isRegistered) return { query: {}, mutation: {} };
  const { register } = options;
  const changes = Object.entries(orders).map(([name, orderOf]): readonly [string, AdministrationResolver] => [
    name,
    resolver(options, async (asking, args) => shownAccount(await register.administer(asking, orderOf(args)))),
  ]);
  const accounts = resolver(options, async (asking, args) => {
    const [first, after] = [Number(args['first']), textOf(args['after'])];
    return connectionOf(await register.ownAccounts(asking, { first: first + 1, after }), first);
  });
  return { query: { accounts }, mutation: Object.fromEntries(changes) };
}

/** What a refusal says outside is decided where all errors are, and is told with its status and its challenge. */
function resolver(
  outlet: ErrorOutlet,
  work: (asking: Administering, args: Arguments) => Promise<unknown>,
): AdministrationResolver {
  return async (_source, args, { caller }, { parentType, fieldName }) => {
    try {
      return await work({ caller, coordinates: [`${parentType.name}.${fieldName}`] }, args);
    } catch (error) {
      throw graphQLErrorOf(error, outlet);
    }
  };
}

const orders: Readonly<Record<string, (args: Arguments) => AdministrationOrder>> = {
  createAccount: ({ account }) => ({ kind: 'CREATE', account: entryOf(account as Arguments) }),
  approveAccount: ({ account }) => ({ kind: 'APPROVE', account: String(account) }),
  closeAccount: ({ account }) => ({ kind: 'CLOSE', account: String(account) }),
  stopAccount: ({ account, reason }) => ({ kind: 'STOP', account: String(account), reason: String(reason) }),
  reinstateAccount: ({ account }) => ({ kind: 'REINSTATE', account: String(account) }),
};

/** The input `NewAccount`: in whose organisation it is to be is no argument. */
function entryOf({ id, kind, unit, application, isAdministrator }: Arguments): Omit<AccountEntry, 'organisation'> {
  return {
    id: String(id),
    kind: kind === 'MACHINE' ? 'MACHINE' : 'PERSON',
    unit: textOf(unit),
    application: textOf(application),
    isAdministrator: isAdministrator === true,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** `rows`: one more than the page when more follow. */
function connectionOf(rows: readonly ListedAccount[], first: number): unknown {
  const nodes = rows.slice(0, first).map(shownAccount);
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: node.id })),
    pageInfo: { hasNextPage: rows.length > first, endCursor: nodes.at(-1)?.id ?? null },
  };
}

function shownAccount(account: ListedAccount): Pick<ListedAccount, 'id'> & Readonly<Record<string, unknown>> {
  const { id, kind, unit, application, isAdministrator, state, createdBy, createdAt, approvedBy, lastSeenAt } = account;
  return {
    id,
    kind,
    unit,
    application,
    isAdministrator,
    state,
    createdBy: shownActor(createdBy),
    createdAt,
    approvedBy: approvedBy === null ? null : shownActor(approvedBy),
    lastSeenOn: lastSeenAt?.slice(0, 'YYYY-MM-DD'.length) ?? null,
  };
}

/** Who of the operator's staff did it is not for partners; an account is told from it by its colon. */
function shownActor(actor: string): string {
  return actor.startsWith('account:') ? actor : 'operator';
}
