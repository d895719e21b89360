/** A page of an organisation's open notices, in the words of its contract; that it was told is recorded before it leaves. */
import { canonicalBytes } from '../kernel/canonical.js';
import type { Caller } from '../kernel/caller.js';
import { organisationScope } from '../kernel/idScope.js';
import { headOf } from '../ledger/entry.js';
import { refuse } from '../kernel/refusal.js';
import { parseUuid, uuidBytes } from '../kernel/uuid.js';
import type { Uuid } from '../kernel/uuid.js';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { Vault } from '../vault/vault.js';
import type { NoticeKind, OpenNotice } from './noticeRows.js';
import { acknowledge, markTold, openNotices } from './noticeRows.js';
import type { Page, PageRequest } from './places.js';
import { openPlace, sealPlace } from '../vault/places.js';
import { contractNames } from './policyNames.js';
import { recordEvent } from './recordEvent.js';

export interface ToldNotice {
  readonly id: string;
  readonly kind: NoticeKind;
  /** The person, as the organisation knows it. */
  readonly person: string;
  readonly type: string;
  /** `Type.field` of the contract. */
  readonly fields: readonly string[];
  /** ISO 8601 in UTC. */
  readonly at: string;
}

export interface NoticeDesk {
  readonly database: Database;
  readonly policy: CompiledPolicy;
  readonly vault: Pick<Vault, 'cursors' | 'ids'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Throws Refused FORBIDDEN, CURSOR_INVALID or CURSOR_EXPIRED. */
export async function tellNotices(
  desk: NoticeDesk,
  caller: Caller,
  { first, after }: PageRequest,
): Promise<Page<ToldNotice>> {
  const { organisation, organisations, role } = recipientOf(desk, caller);
  const sealer = { cursors: desk.vault.cursors, now: desk.now };
  const binding = canonicalBytes(['notices', organisation, caller.claims.ACCOUNT]);
  const names = contractNames(role);
  const query = {
    organisations,
    types: [...role.types.keys()],
    coordinates: [...names.keys()],
    after: after === undefined ? 0 : openPlace(sealer, binding, after),
    most: first + 1,
  };
  const by = headOf(caller, { kind: 'EVENT', operation: 'Query.notices', policy: desk.policy.digest.slice(0, 16) });
  const notices = await desk.database.transaction(async (session) => {
    const open = await openNotices(session, query);
    const untold = open.slice(0, first).filter(({ isTold }) => !isTold);
    if (untold.length > 0) {
      const ids = untold.map(({ id }) => id);
      await markTold(session, ids);
      const persons = [...new Set(untold.map(({ person }) => person))];
      await recordEvent(session, { by, event: 'NOTICES_TOLD', persons, shape: [], detail: { notices: ids } });
    }
    return open;
  });
  const told = (notice: OpenNotice): ToldNotice => toldNotice(desk, organisation, names, notice);
  return {
    nodes: notices
      .slice(0, first)
      .map((notice) => ({ node: told(notice), cursor: sealPlace(sealer, binding, notice.place) })),
    hasNextPage: notices.length > first,
  };
}

/** Gives how many of `ids` are notices of the caller's organisation. Throws Refused FORBIDDEN. */
export async function acknowledgeNotices(desk: NoticeDesk, caller: Caller, ids: readonly string[]): Promise<number> {
  const { organisations } = recipientOf(desk, caller);
  const known = [...new Set(ids.flatMap((id) => parseUuid(id) ?? []))];
  return acknowledge(desk.database, organisations, known, `account:${caller.claims.ACCOUNT}`);
}

interface Recipient {
  readonly organisation: string;
  /** With those that it has absorbed: what was owed to them is owed to it. */
  readonly organisations: readonly string[];
  readonly role: RolePolicy;
}

function recipientOf({ policy }: NoticeDesk, { claims, role: name, standing }: Caller): Recipient {
  const role = policy.roles.get(name);
  const organisation = claims.ORGANISATION;
  if (role === undefined || organisation === undefined) throw refuse('FORBIDDEN', 'Notices are for organisations.');
  return { organisation, organisations: [organisation, ...standing.absorbed], role };
}

function toldNotice(
  { vault }: NoticeDesk,
  organisation: string,
  names: ReadonlyMap<string, readonly string[]>,
  { id, kind, type, person, coordinates, at }: OpenNotice,
): ToldNotice {
  const [opaque = ''] = vault.ids(organisationScope(organisation), type).encode(uuidBytes(person as Uuid));
  const fields = [...new Set(coordinates.flatMap((coordinate) => names.get(coordinate) ?? []))].toSorted();
  return { id, kind, person: opaque, type, fields, at };
}
