/** The table of notices: what is put there, what an organisation reads of it, what it acknowledges. */
import type { Executor } from './personEntries.js';

export type NoticeKind = 'RECTIFIED' | 'ERASED' | 'LINK_ENDED';

export interface NewNotice {
  readonly organisation: string;
  /** GraphQL type of the person. */
  readonly type: string;
  readonly person: string;
  readonly kind: NoticeKind;
  /** `Type.field`, sorted. */
  readonly coordinates: readonly string[];
  /** What it comes from: with person, organisation and kind it is there once. */
  readonly cause: string;
  /** ISO 8601; not to be read before. Undefined: now. */
  readonly at: string | undefined;
}

/** Those that are there already stay as they are. None for `author`, an organisation, nor for one that it has absorbed: it did it itself. */
export async function putNotices(
  executor: Executor,
  notices: readonly NewNotice[],
  author: string | undefined,
): Promise<void> {
  if (notices.length === 0) return;
  await executor.read({
    name: 'persons_put_notices',
    text: `INSERT INTO cloison.notice (organisation, type, person, kind, coordinates, cause, at)
SELECT x.organisation, x.type, x.person, x.kind, x.coordinates, x.cause, coalesce(x.at, cloison.clock())
  FROM jsonb_to_recordset($1::jsonb) AS x(organisation text, type text, person uuid, kind text, coordinates text[], cause text, at timestamptz)
 WHERE x.organisation IS DISTINCT FROM $2::text
   AND NOT EXISTS (SELECT FROM cloison.organisation o WHERE o.id = x.organisation AND o.absorbed_by = $2::text)
ON CONFLICT (person, organisation, kind, cause) DO NOTHING`,
    values: [JSON.stringify(notices), author ?? null],
  });
}

/** A link of the person was changed: what was to be told when it ends is reckoned anew. */
export async function withdrawUntold(executor: Executor, person: string): Promise<void> {
  await executor.read({
    name: 'persons_withdraw_notices',
    text: `DELETE FROM cloison.notice WHERE person = $1::uuid AND kind = 'LINK_ENDED' AND at > cloison.clock()
   AND acknowledged_at IS NULL`,
    values: [person],
  });
}

export interface OpenNotice {
  readonly id: string;
  readonly place: number;
  readonly kind: NoticeKind;
  readonly type: string;
  readonly person: string;
  readonly coordinates: readonly string[];
  readonly at: string;
  /** Whether the organisation has read it before. */
  readonly isTold: boolean;
}

export interface NoticeQuery {
  readonly organisations: readonly string[];
  /** Of persons whom the reader's contract has. */
  readonly types: readonly string[];
  /** A rectification of none of these is not there. */
  readonly coordinates: readonly string[];
  readonly after: number;
  readonly most: number;
}

/** Not acknowledged yet, the oldest first. */
export async function openNotices(executor: Executor, query: NoticeQuery): Promise<readonly OpenNotice[]> {
  const rows = await executor.read({
    name: 'persons_open_notices',
    text: `SELECT n.id, n.place, n.kind, n.type, n.person, n.coordinates, n.at, n.told_at IS NOT NULL AS "isTold"
  FROM cloison.notice n
 WHERE n.organisation = ANY ($1::text[]) AND n.acknowledged_at IS NULL AND n.at <= cloison.clock() AND n.place > $2
   AND n.type = ANY ($3::text[]) AND (n.kind <> 'RECTIFIED' OR n.coordinates && $4::text[])
 ORDER BY n.place LIMIT $5`,
    values: [query.organisations, query.after, query.types, query.coordinates, query.most],
  });
  return rows as readonly unknown[] as readonly OpenNotice[];
}

export async function markTold(executor: Executor, ids: readonly string[]): Promise<void> {
  await executor.read({
    name: 'persons_mark_told',
    text: 'UPDATE cloison.notice SET told_at = cloison.clock() WHERE id = ANY ($1::uuid[]) AND told_at IS NULL',
    values: [ids],
  });
}

/** How many of `ids` are the organisations' own; again it changes nothing. */
export async function acknowledge(
  executor: Executor,
  organisations: readonly string[],
  ids: readonly string[],
  actor: string,
): Promise<number> {
  const [row] = await executor.read({
    name: 'persons_acknowledge',
    text: `WITH own AS (
  SELECT n.id FROM cloison.notice n
   WHERE n.id = ANY ($1::uuid[]) AND n.organisation = ANY ($2::text[]) AND n.at <= cloison.clock()
), read AS (
  UPDATE cloison.notice n SET acknowledged_by = $3, acknowledged_at = cloison.clock()
    FROM own WHERE n.id = own.id AND n.acknowledged_at IS NULL
)
SELECT count(*)::integer AS own FROM own`,
    values: [ids, organisations, actor],
  });
  return Number(row?.['own'] ?? 0);
}

/** As an operator looks at it: ids of notices and names, no person. */
export interface ListedNotice {
  readonly id: string;
  readonly organisation: string;
  readonly kind: NoticeKind;
  readonly coordinates: readonly string[];
  readonly at: string;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
}

export async function listNotices(
  executor: Executor,
  { organisation, isOpen }: { readonly organisation: string | undefined; readonly isOpen: boolean },
): Promise<readonly ListedNotice[]> {
  const rows = await executor.read({
    name: 'persons_list_notices',
    text: `SELECT n.id, n.organisation::text AS organisation, n.kind, n.coordinates, n.at,
       n.acknowledged_by::text AS "acknowledgedBy", n.acknowledged_at AS "acknowledgedAt"
  FROM cloison.notice n
 WHERE ($1::text IS NULL OR n.organisation = $1::text) AND (NOT $2::boolean OR n.acknowledged_at IS NULL)
 ORDER BY n.place`,
    values: [organisation ?? null, isOpen],
  });
  return rows as readonly unknown[] as readonly ListedNotice[];
}
