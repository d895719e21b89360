/**
 * Notices from what the ledger says was written (GDPR Art. 19). One replica at a time goes through the entries that the ledger's
 * sequencer has covered, in their order, and remembers where it stopped in the transaction that made the notices.
 */
import type { CompiledPolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Session } from '../store/session.js';
import type { EndingReach } from './linkEnds.js';
import { linkEnds, reachesTouched } from './linkEnds.js';
import type { NewNotice } from './noticeRows.js';
import { putNotices, withdrawUntold } from './noticeRows.js';
import { fieldOf } from './personEntries.js';
import type { PolicyNames } from './policyNames.js';
import type { Recipients } from './recipients.js';
import { recipientsOf } from './recipients.js';

export interface Derivation {
  readonly database: Database;
  readonly policy: CompiledPolicy;
  readonly names: PolicyNames;
  readonly types: ColumnTypes;
}

interface WriteEntry {
  readonly id: number;
  readonly at: string;
  readonly organisation: string | null;
  readonly operation: string | null;
  readonly persons: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly shapeOf: readonly number[] | null;
}

const lockKey = 4_785_221_911;
/** Entries of one transaction. */
const entriesAtOnce = 20;

/** Gives whether more waits: nothing does while another replica is at it. */
export function deriveNotices(derivation: Derivation): Promise<boolean> {
  return derivation.database.transaction(async (session) => {
    const from = await progressOf(session);
    if (from === undefined) return false;
    const entries = await nextWrites(session, from.entry, from.covered);
    for (const entry of entries) await deriveFrom(derivation, session, entry);
    const hasMore = entries.length === entriesAtOnce;
    await session.write({
      name: 'persons_progress',
      text: 'UPDATE cloison.notice_progress SET entry = $1::bigint WHERE entry < $1::bigint',
      values: [hasMore ? (entries.at(-1)?.id ?? from.entry) : from.covered],
    });
    return hasMore;
  });
}

/** Undefined when another replica holds the lock, or nothing is new. */
async function progressOf(session: Session): Promise<{ readonly entry: number; readonly covered: number } | undefined> {
  const [row] = await session.read({
    name: 'persons_derive',
    text: `SELECT p.entry, c.covered
  FROM (SELECT pg_try_advisory_xact_lock($1::bigint) AS is_ours) l, cloison.notice_progress p,
       LATERAL (SELECT cloison.ledger_indexed() AS covered) c
 WHERE l.is_ours AND p.entry < c.covered`,
    values: [lockKey],
  });
  return row === undefined ? undefined : { entry: Number(row['entry']), covered: Number(row['covered']) };
}

async function nextWrites(session: Session, after: number, covered: number): Promise<readonly WriteEntry[]> {
  const rows = await session.read({
    name: 'persons_next_writes',
    text: `SELECT l.id, l.at, l.organisation, l.operation, to_jsonb(l.persons) AS persons, l.shapes, l.shape_of AS "shapeOf"
  FROM cloison.ledger_entry l WHERE l.kind = 'WRITE' AND l.id > $1::bigint AND l.id <= $2::bigint
 ORDER BY l.id LIMIT $3`,
    values: [after, covered, entriesAtOnce],
  });
  return rows as readonly unknown[] as readonly WriteEntry[];
}

async function deriveFrom(derivation: Derivation, session: Session, entry: WriteEntry): Promise<void> {
  const writes = derivation.names.writesOf(entry.operation);
  const isUpdate = writes.some(({ steps }) => steps.some(({ kind }) => kind === 'UPDATE'));
  const reaches = reachesTouched(derivation.policy, writes);
  for (const [index, person] of entry.persons.entries()) {
    const changed = isUpdate ? changedOf(entry, index) : [];
    if (changed.length === 0 && reaches.length === 0) continue;
    const recipients = await recipientsOf(session, derivation.names, person, entry.id);
    const change = { entry, person, changed, recipients };
    const notices = [
      ...rectifications(derivation.names, change),
      ...(await endings(derivation, session, reaches, change)),
    ];
    await putNotices(session, notices, entry.organisation ?? undefined);
  }
}

/** To those that were served, when the last of their own links ends. */
async function endings(
  { types }: Derivation,
  session: Session,
  reaches: readonly EndingReach[],
  { entry, person, recipients }: Change,
): Promise<readonly NewNotice[]> {
  if (reaches.length === 0) return [];
  await withdrawUntold(session, person);
  const notices: NewNotice[] = [];
  for (const { reach, person: type } of reaches) {
    const ends = await linkEnds(session, types, reach, person);
    notices.push(
      ...ends
        .filter(({ organisation }) => recipients.has(organisation))
        .map(({ organisation, until }): NewNotice => {
          const [at, cause] = [until > entry.at ? until : entry.at, `until:${until.slice(0, 19)}`];
          return { organisation, type, person, kind: 'LINK_ENDED', coordinates: [], cause, at };
        }),
    );
  }
  return notices;
}

function changedOf({ shapes, shapeOf }: WriteEntry, index: number): readonly string[] {
  return (shapes[shapeOf?.[index] ?? 0] ?? []).map((text) => fieldOf(text).coordinate);
}

interface Change {
  readonly entry: WriteEntry;
  readonly person: string;
  readonly changed: readonly string[];
  readonly recipients: Recipients;
}

/** One for each organisation that was served a field that changed, and names just those. */
function rectifications(names: PolicyNames, { entry, person, changed, recipients }: Change): readonly NewNotice[] {
  const type = names.personOf(changed);
  if (type === undefined) return [];
  return [...recipients].flatMap(([organisation, served]): NewNotice[] => {
    const coordinates = changed.filter((coordinate) =>
      [...(served.get(coordinate) ?? [])].some((role) => names.seesEveryRow(role, coordinate)),
    );
    if (coordinates.length === 0) return [];
    const cause = `entry:${String(entry.id)}`;
    return [
      { organisation, type, person, kind: 'RECTIFIED', coordinates: coordinates.toSorted(), cause, at: entry.at },
    ];
  });
}
