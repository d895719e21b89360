/** What a person has approved, as the person is shown it. */
import { canonicalBytes } from '../kernel/canonical.js';
import type { Caller } from '../kernel/caller.js';
import { refuse } from '../kernel/refusal.js';
import type { Uuid } from '../kernel/uuid.js';
import { parseUuid } from '../kernel/uuid.js';
import type { Approvable, CompiledPolicy } from '../policy/compiled.js';
import type { Row } from '../store/statement.js';
import type { Cursors } from '../vault/cursors.js';
import type { DisclosedField, Executor } from './personEntries.js';
import type { Page, PageRequest } from './places.js';
import { openPlace, sealPlace } from '../vault/places.js';

export interface OwnApproval {
  readonly id: string;
  readonly organisation: string;
  readonly organisationName: string | null;
  readonly purpose: string;
  readonly purposeText: string | null;
  readonly opens: readonly DisclosedField[];
  readonly state: 'LIVING' | 'ENDED' | 'WITHDRAWN';
  /** ISO 8601 in UTC. */
  readonly givenAt: string;
  readonly endsAt: string;
  readonly withdrawnAt: string | null;
}

export interface ApprovalDesk {
  readonly policy: CompiledPolicy;
  readonly cursors: Cursors;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type Approver = Pick<Caller, 'claims' | 'role'>;

/** The newest first. Throws Refused FORBIDDEN, CURSOR_INVALID or CURSOR_EXPIRED. */
export async function ownApprovals(
  desk: ApprovalDesk,
  executor: Executor,
  caller: Approver,
  { first, after }: PageRequest,
): Promise<Page<OwnApproval>> {
  const person = personOf(caller);
  const binding = canonicalBytes(['own approvals', caller.claims.SUBJECT ?? '', caller.claims.ACCOUNT]);
  const before = after === undefined ? undefined : openPlace(desk, binding, after);
  const choice = { types: typesOf(desk, caller), person, before, most: first + 1 };
  const rows = person === undefined ? [] : await approvalRows(executor, { ...choice, person });
  return {
    nodes: rows
      .slice(0, first)
      .map((row) => ({ node: shown(desk, caller, row), cursor: sealPlace(desk, binding, Number(row['place'])) })),
    hasNextPage: rows.length > first,
  };
}

/** One of them as it is now; undefined: there is none of that id. */
export async function ownApproval(
  desk: ApprovalDesk,
  executor: Executor,
  caller: Approver,
  { person, id }: { readonly person: Uuid; readonly id: string },
): Promise<OwnApproval | undefined> {
  const [row] = await approvalRows(executor, { types: typesOf(desk, caller), person, id, most: 1 });
  return row === undefined ? undefined : shown(desk, caller, row);
}

interface Choice {
  readonly types: readonly string[];
  readonly person: Uuid;
  readonly id?: string;
  readonly before?: number | undefined;
  readonly most: number;
}

/** Whoever absorbs an organisation takes its place. */
function approvalRows(executor: Executor, { types, person, id, before, most }: Choice): Promise<readonly Row[]> {
  return executor.read({
    name: 'persons_approvals',
    text: `SELECT a.id, a.place, coalesce(s.id, a.organisation) AS organisation, s.name, a.subject_type AS type, a.purpose,
       a.given_at AS "givenAt", a.ends_at AS "endsAt", a.withdrawn_at AS "withdrawnAt"
  FROM cloison.approval a
  LEFT JOIN cloison.organisation o ON o.id = a.organisation
  LEFT JOIN cloison.organisation s ON s.id = coalesce(o.absorbed_by, o.id)
 WHERE a.person = $1::uuid AND a.subject_type = ANY ($2::text[]) AND a.id = coalesce($3::uuid, a.id) AND a.place < $4::bigint
 ORDER BY a.place DESC LIMIT $5`,
    values: [person, types, id ?? null, before ?? Number.MAX_SAFE_INTEGER, most],
  });
}

function shown(desk: ApprovalDesk, caller: Approver, row: Row): OwnApproval {
  const { type, place: _place, name, ...told } = row as unknown as Told;
  const isLiving = Date.parse(told.endsAt) > desk.now;
  return {
    ...told,
    organisationName: name,
    purposeText: desk.policy.purposes.get(told.purpose)?.text ?? null,
    opens: opensOf(approvablesOf(desk, caller).find((each) => each.type === type && each.purpose === told.purpose)),
    state: told.withdrawnAt !== null ? 'WITHDRAWN' : isLiving ? 'LIVING' : 'ENDED',
  };
}

type Told = Omit<OwnApproval, 'organisationName' | 'purposeText' | 'opens' | 'state'> & {
  readonly type: string;
  readonly place: number;
  readonly name: string | null;
};

/** Of all roles together, each field once. */
export function opensOf(approvable: Approvable | undefined): readonly DisclosedField[] {
  const fields = (approvable?.roles ?? []).flatMap((role) => role.fields);
  return [...new Map(fields.map((field) => [`${field.coordinate} ${field.precision}`, field])).values()];
}

export function approvablesOf({ policy }: Pick<ApprovalDesk, 'policy'>, { role }: Approver): readonly Approvable[] {
  return policy.roles.get(role)?.approvables ?? [];
}

/** Types of which the caller may be the person. */
export function typesOf(desk: Pick<ApprovalDesk, 'policy'>, caller: Approver): readonly string[] {
  return [...new Set(approvablesOf(desk, caller).map(({ type }) => type))];
}

/** A claim that is no UUID is nobody's. Throws Refused FORBIDDEN where the token names no person. */
export function personOf({ claims }: Approver): Uuid | undefined {
  if (claims.SUBJECT === undefined) throw refuse('FORBIDDEN', 'Only a person itself sees and changes its approvals.');
  return parseUuid(claims.SUBJECT);
}
