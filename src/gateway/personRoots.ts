/**
 * The engine's roots of the person's side: who read of a person, the notices of those who did, approvals and first contacts. No
 * corridor, since no value of a person leaves; the register is asked last all the same.
 */
import { confirmStanding } from '../disclosure/confirmStanding.js';
import type { CorridorRooms } from '../disclosure/disclosureContext.js';
import { answerRequest, waitingRequests } from '../disclosure/requests/answerRequests.js';
import type { Served } from '../disclosure/settle.js';
import type { Caller } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import type { ApprovalWish, Confirm } from '../persons/approvals.js';
import type { Page, PageRequest } from '../persons/places.js';
import { isForRole } from '../plan/engineRoots.js';
import type { RolePolicy } from '../policy/compiled.js';
import type { AdministrationResolver, AdministrationResolvers } from './administration.js';
import type { ErrorOutlet } from './errorMap.js';
import { graphQLErrorOf } from './errorMap.js';

export interface PersonRootsOptions extends ErrorOutlet {
  readonly rooms: CorridorRooms;
}

/** With the names of the store's fields that were written, if any were. */
type ConfirmWritten = (session: Parameters<Confirm>[0], written?: readonly string[]) => Promise<unknown>;
type Arguments = Readonly<Record<string, unknown>>;

/** Those that are in the role's contract. */
export function personResolvers(role: RolePolicy, options: PersonRootsOptions): AdministrationResolvers {
  const { persons } = options.rooms;
  const query = {
    myDisclosures: resolver(options, async (caller, args) =>
      connectionOf(await persons.ownDisclosures(caller, pageOf(args))),
    ),
    myNotices: resolver(options, async (caller, args) => connectionOf(await persons.ownNotices(caller, pageOf(args)))),
    notices: resolver(options, async (caller, args) => connectionOf(await persons.notices(caller, pageOf(args)))),
    myApprovals: resolver(options, async (caller, args) => connectionOf(await persons.approvals(caller, pageOf(args)))),
    approvables: resolver(options, (caller) => persons.approvables(caller)),
    myLinkRequests: resolver(options, askedOf(options)),
    linkRequests: resolver(options, askedOf(options)),
  };
  const mutation = {
    giveApproval: changing(options, (caller, args, confirm) => persons.approve(caller, wishOf(args), confirm)),
    answerLinkRequest: changing(options, (caller, { id, accept }, confirm) =>
      answerRequest(options.rooms, caller, { id: String(id), accept: accept === true }, confirm),
    ),
    withdrawApproval: changing(options, (caller, { id }, confirm) => persons.withdraw(caller, String(id), confirm)),
    acknowledgeNotices: resolver(options, (caller, { ids }) =>
      persons.acknowledge(caller, Array.isArray(ids) ? ids.map(String) : []),
    ),
  };
  return { query: ofRole('Query', query, role), mutation: ofRole('Mutation', mutation, role) };
}

/** Recorded as served: the answer tells that a person is there. */
function askedOf({ rooms }: PersonRootsOptions) {
  return async (caller: Caller, args: Arguments, served: Served[]): Promise<unknown> => {
    const told = await waitingRequests(rooms, caller, pageOf(args));
    served.push(...told.served);
    return connectionOf(told.page);
  };
}

function ofRole(
  type: string,
  resolvers: Readonly<Record<string, AdministrationResolver>>,
  role: RolePolicy,
): Readonly<Record<string, AdministrationResolver>> {
  return Object.fromEntries(Object.entries(resolvers).filter(([name]) => isForRole(type, name, role)));
}

/** What a refusal says outside is decided where all errors are. */
function resolver(
  options: PersonRootsOptions,
  work: (caller: Caller, args: Arguments, served: Served[]) => Promise<unknown>,
): AdministrationResolver {
  const { rooms } = options;
  return async (_source, args, { caller, served }, { parentType, fieldName }) => {
    try {
      const answer = await work(caller, args, served);
      await confirmStanding({ rooms, caller }, rooms.database, [`${parentType.name}.${fieldName}`]);
      return answer;
    } catch (error) {
      throw graphQLErrorOf(error, options);
    }
  };
}

/** Of what is kept or refused as a whole: the register is asked last in its own transaction. */
function changing(
  options: PersonRootsOptions,
  work: (caller: Caller, args: Arguments, confirm: ConfirmWritten) => Promise<unknown>,
): AdministrationResolver {
  const { rooms } = options;
  return async (_source, args, { caller }, { parentType, fieldName }) => {
    try {
      return await work(caller, args, (session, written = []) =>
        confirmStanding({ rooms, caller }, session, [`${parentType.name}.${fieldName}`, ...written]),
      );
    } catch (error) {
      throw graphQLErrorOf(error, options);
    }
  };
}

function wishOf({ organisation, purpose, until }: Arguments): ApprovalWish {
  invariant(until instanceof Date, 'a DateTime is an instant');
  return { organisation: String(organisation), purpose: String(purpose), until };
}

function pageOf({ first, after }: Arguments): PageRequest {
  return { first: Number(first), after: typeof after === 'string' ? after : undefined };
}

function connectionOf<Node>({ nodes: edges, hasNextPage }: Page<Node>): unknown {
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** Both, as one role's schema takes them. */
export function joined(left: AdministrationResolvers, right: AdministrationResolvers): AdministrationResolvers {
  return { query: { ...left.query, ...right.query }, mutation: { ...left.mutation, ...right.mutation } };
}
