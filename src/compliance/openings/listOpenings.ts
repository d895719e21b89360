/** What accounts opened for a reason, as whoever reviews it looks at it: who, for whom, why, and what was read meanwhile. */
import { everyEntryOf } from '../../persons/personEntries.js';
import type { Executor, Row } from '../../store/statement.js';

export type Verdict = 'JUSTIFIED' | 'UNJUSTIFIED';

export interface Opening {
  readonly id: string;
  readonly reach: string;
  readonly role: string;
  /** Type and key of the person. */
  readonly type: string;
  readonly person: string;
  readonly account: string;
  readonly organisation: string | null;
  readonly unit: string | null;
  readonly purpose: string;
  readonly reason: string;
  /** ISO 8601 in UTC, as all that follow. */
  readonly openedAt: string;
  readonly endsAt: string;
  readonly reviewBy: string;
  /** Whether its date has passed and nobody has reviewed it. */
  readonly isOverdue: boolean;
  readonly reviewedAt: string | null;
  readonly reviewedBy: string | null;
  readonly verdict: Verdict | null;
  readonly note: string | null;
}

const columns = `l.id::text AS id, l.reach, l.role, l.subject_type AS type, l.person::text AS person, l.account::text AS account,
       l.organisation::text AS organisation, l.unit::text AS unit, l.purpose, l.reason, l.opened_at AS "openedAt",
       coalesce(l.closed_at, l.ends_at) AS "endsAt", l.review_by AS "reviewBy",
       l.reviewed_at IS NULL AND l.review_by <= cloison.clock() AS "isOverdue", l.reviewed_at AS "reviewedAt",
       l.reviewed_by::text AS "reviewedBy", l.verdict, l.note`;

export interface OpeningChoice {
  /** ALL: the reviewed ones too; OVERDUE: whose date has passed. */
  readonly which: 'ALL' | 'OPEN' | 'OVERDUE';
  /** Of one account; undefined: of all. */
  readonly account: string | undefined;
}

/** The most urgent first, at most a thousand. */
export async function listOpenings(executor: Executor, { which, account }: OpeningChoice): Promise<readonly Opening[]> {
  const rows = await executor.read({
    name: 'compliance_openings',
    text: `SELECT ${columns} FROM cloison.exceptional_link l
 WHERE ($1::text = 'ALL' OR l.reviewed_at IS NULL) AND ($1::text <> 'OVERDUE' OR l.review_by <= cloison.clock())
   AND ($2::text IS NULL OR l.account = $2::text)
 ORDER BY l.reviewed_at IS NOT NULL, l.review_by, l.place LIMIT 1000`,
    values: [which, account ?? null],
  });
  return rows.map(openingOf);
}

export async function findOpening(executor: Executor, id: string): Promise<Opening | undefined> {
  const [row] = await executor.read({
    name: 'compliance_opening',
    text: `SELECT ${columns} FROM cloison.exceptional_link l WHERE l.id = $1::uuid`,
    values: [id],
  });
  return row === undefined ? undefined : openingOf(row);
}

export interface ReadMeanwhile {
  readonly at: string;
  /** `Type.field`, with `:PRECISION` unless EXACT. */
  readonly fields: readonly string[];
}

/** What the account read of the person while it was open, the newest first: by this link or by another. */
export async function readMeanwhile(
  executor: Executor,
  { person, account, openedAt, endsAt }: Opening,
): Promise<readonly ReadMeanwhile[]> {
  const reads: ReadMeanwhile[] = [];
  for await (const entry of everyEntryOf(executor, person)) {
    if (entry.at < openedAt) break;
    if (entry.account !== account || entry.kind !== 'READ' || entry.at > endsAt) continue;
    const fields = entry.fields.map(({ coordinate, precision }) =>
      precision === 'EXACT' ? coordinate : `${coordinate}:${precision}`,
    );
    reads.push({ at: entry.at, fields });
  }
  return reads;
}

function openingOf(row: Row): Opening {
  return row as unknown as Opening;
}
