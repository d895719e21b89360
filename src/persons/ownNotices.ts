/** What a person is told of those who opened its file for a reason: in which capacity and why, never who. */
import { canonicalBytes } from '../kernel/canonical.js';
import type { Caller } from '../kernel/caller.js';
import { refuse } from '../kernel/refusal.js';
import { parseUuid } from '../kernel/uuid.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Cursors } from '../vault/cursors.js';
import type { DisclosedField, Executor } from './personEntries.js';
import type { Page, PageRequest } from './places.js';
import { openPlace, sealPlace } from '../vault/places.js';

export interface OwnNotice {
  /** ISO 8601 in UTC, to the second. */
  readonly at: string;
  readonly until: string;
  readonly organisation: string | null;
  readonly role: string;
  readonly unit: string | null;
  readonly reach: string;
  readonly reason: string | null;
  readonly purpose: string;
  readonly purposeText: string | null;
  readonly fields: readonly DisclosedField[];
  readonly isReviewed: boolean;
}

export interface OwnNoticeDesk {
  readonly executor: Executor;
  readonly policy: CompiledPolicy;
  readonly cursors: Cursors;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface OpenedLink {
  readonly place: number;
  readonly type: string;
  readonly reach: string;
  readonly role: string;
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly purpose: string;
  readonly reason: string;
  readonly openedAt: string;
  readonly endsAt: string;
  readonly isReviewed: boolean;
}

/**
 * The newest first. Whose they are is the claim of the token and no argument. Throws Refused FORBIDDEN, CURSOR_INVALID or
 * CURSOR_EXPIRED.
 */
export async function ownNotices(
  desk: OwnNoticeDesk,
  caller: Pick<Caller, 'claims'>,
  { first, after }: PageRequest,
): Promise<Page<OwnNotice>> {
  const subject = caller.claims.SUBJECT;
  if (subject === undefined) throw refuse('FORBIDDEN', 'Only a person itself is told who opened its file.');
  const binding = canonicalBytes(['own notices', subject, caller.claims.ACCOUNT]);
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : openPlace(desk, binding, after);
  const person = parseUuid(subject);
  const links = person === undefined ? [] : await linksTo(desk.executor, person, { before, most: first + 1 });
  return {
    nodes: links
      .slice(0, first)
      .map((link) => ({ node: told(desk.policy, link), cursor: sealPlace(desk, binding, link.place) })),
    hasNextPage: links.length > first,
  };
}

async function linksTo(
  executor: Executor,
  person: string,
  { before, most }: { readonly before: number; readonly most: number },
): Promise<readonly OpenedLink[]> {
  const rows = await executor.read({
    name: 'persons_openings',
    text: `SELECT l.place, l.subject_type AS type, l.reach, l.role, coalesce(o.name, l.organisation) AS organisation, l.unit::text AS unit,
       l.purpose, l.reason, l.opened_at AS "openedAt", coalesce(l.closed_at, l.ends_at) AS "endsAt", l.reviewed_at IS NOT NULL AS "isReviewed"
  FROM cloison.exceptional_link l LEFT JOIN cloison.organisation o ON o.id = l.organisation
 WHERE l.person = $1::uuid AND l.place < $2::bigint ORDER BY l.place DESC LIMIT $3`,
    values: [person, before, most],
  });
  return rows as readonly unknown[] as readonly OpenedLink[];
}

function told(policy: CompiledPolicy, link: OpenedLink): OwnNotice {
  const { organisation, role, unit, reach, purpose, isReviewed } = link;
  return {
    at: toTheSecond(link.openedAt),
    until: toTheSecond(link.endsAt),
    organisation,
    role,
    unit: organisation === null ? unit : null,
    reach,
    reason: isWord(policy, link) ? link.reason : null,
    purpose,
    purposeText: policy.purposes.get(purpose)?.text ?? null,
    fields: shownBy(policy, link),
    isReviewed,
  };
}

/** A sentence may name somebody: it is for who reviews. */
function isWord(policy: CompiledPolicy, { type, role, reach, reason }: OpenedLink): boolean {
  return [...policy.writes.values()].some(
    ({ opens }) =>
      opens?.type === type &&
      opens.reach === reach &&
      opens.to.includes(role) &&
      opens.reasons?.includes(reason) === true,
  );
}

/** By the policy as it is now. */
function shownBy(policy: CompiledPolicy, { type, role, reach, purpose }: OpenedLink): readonly DisclosedField[] {
  const model = policy.types.get(type);
  const granted = policy.roles.get(role)?.types.get(type)?.fields.values() ?? [];
  return [...granted]
    .filter(({ path, gates }) => {
      const gate = gates.get(purpose);
      if (gate?.kind !== 'linked' || model?.fields.get(path)?.kind === 'embedded') return false;
      return gate.terms.some((term) => term.reach.opened !== undefined && term.reach.name === reach);
    })
    .map(({ path, precision }) => ({ coordinate: `${type}.${path}`, precision }))
    .toSorted((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
}

function toTheSecond(instant: string): string {
  return `${instant.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
