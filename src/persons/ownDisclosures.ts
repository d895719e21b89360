/** What a person is told of the disclosures of its own data: organisation and role, never who works there. */
import { refuse } from '../kernel/refusal.js';
import { canonicalBytes } from '../kernel/canonical.js';
import type { Caller } from '../kernel/caller.js';
import { parseUuid } from '../kernel/uuid.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Cursors } from '../vault/cursors.js';
import type { DisclosedField, Executor, PersonEntry } from './personEntries.js';
import { entriesOf } from './personEntries.js';
import { openPlace, sealPlace } from '../vault/places.js';
import type { Page, PageRequest } from './places.js';

export interface OwnDisclosure {
  /** ISO 8601 in UTC, to the second. */
  readonly at: string;
  readonly kind: 'READ' | 'WRITTEN';
  readonly delivery: 'COMPLETED' | 'UNKNOWN';
  readonly isOwn: boolean;
  readonly organisation: string | null;
  readonly role: string;
  readonly unit: string | null;
  readonly purpose: string;
  readonly purposeText: string | null;
  readonly fields: readonly DisclosedField[];
}

export interface DisclosureDesk {
  readonly executor: Executor;
  readonly policy: Pick<CompiledPolicy, 'purposes'>;
  readonly cursors: Cursors;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The newest first. Whose they are is the claim of the token and no argument; a claim that is no UUID is nobody's.
 * Throws Refused CURSOR_INVALID or CURSOR_EXPIRED.
 */
export async function ownDisclosures(
  desk: DisclosureDesk,
  caller: Pick<Caller, 'claims' | 'role'>,
  { first, after }: PageRequest,
): Promise<Page<OwnDisclosure>> {
  const subject = caller.claims.SUBJECT;
  if (subject === undefined) throw refuse('FORBIDDEN', 'Only a person itself is told who read of it.');
  const binding = canonicalBytes(['own disclosures', subject, caller.claims.ACCOUNT]);
  const before = after === undefined ? undefined : openPlace(desk, binding, after);
  const person = parseUuid(subject);
  const entries = person === undefined ? [] : await entriesOf(desk.executor, person, { before, most: first + 1 });
  return {
    nodes: entries
      .slice(0, first)
      .map((entry) => ({ node: told(desk, caller, entry), cursor: sealPlace(desk, binding, entry.id) })),
    hasNextPage: entries.length > first,
  };
}

function told(
  { policy }: Pick<DisclosureDesk, 'policy'>,
  { claims, role }: Pick<Caller, 'claims' | 'role'>,
  entry: PersonEntry,
): OwnDisclosure {
  const organisation = entry.name ?? entry.organisation;
  const purpose = entry.purpose ?? '';
  return {
    at: `${entry.at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`,
    kind: entry.kind === 'READ' ? 'READ' : 'WRITTEN',
    delivery: entry.isComplete ? 'COMPLETED' : 'UNKNOWN',
    isOwn: entry.account === claims.ACCOUNT && entry.role === role,
    organisation,
    role: entry.role ?? '',
    unit: organisation === null ? entry.unit : null,
    purpose,
    purposeText: policy.purposes.get(purpose)?.text ?? null,
    fields: entry.fields,
  };
}
