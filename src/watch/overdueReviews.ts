/**
 * Openings that nobody has reviewed by their date: each raises one alarm, of the lowest level, that is told and stops nobody. Apart
 * from the detectors, which look at entries: here something has not happened.
 */
import { appendStatement } from '../ledger/appendStatement.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import { raiseAlarm } from './sql/alarms.js';
import { queueDelivery } from './sql/deliveries.js';
import { watcher } from './react.js';

export interface OverdueDeps {
  readonly database: Database;
  /** Whether a webhook is to be told. */
  readonly tellsWebhook: boolean;
}

interface Overdue {
  readonly id: string;
  readonly reach: string;
  readonly account: string;
  readonly organisation: string | null;
  readonly reviewBy: string;
  readonly at: string;
}

const reviewOverdue = 'REVIEW_OVERDUE';

/** Openings of one transaction. */
const toldAtOnce = 50;

/** Whichever replica comes first tells each of them, once. */
export async function tellOverdueReviews({ database, tellsWebhook }: OverdueDeps): Promise<void> {
  const due = await database.read({
    name: 'watch_overdue_any',
    text: `SELECT FROM cloison.exceptional_link l
 WHERE l.reviewed_at IS NULL AND l.overdue_at IS NULL AND l.review_by <= cloison.clock() LIMIT 1`,
    values: [],
  });
  if (due.length === 0) return;
  await database.transaction(async (session) => {
    for (const overdue of await takeOverdue(session)) await tell(session, overdue, tellsWebhook);
  });
}

async function takeOverdue(session: Session): Promise<readonly Overdue[]> {
  const rows = await session.read({
    name: 'watch_overdue',
    text: `UPDATE cloison.exceptional_link l SET overdue_at = cloison.clock()
 WHERE l.id IN (SELECT x.id FROM cloison.exceptional_link x
                 WHERE x.reviewed_at IS NULL AND x.overdue_at IS NULL AND x.review_by <= cloison.clock()
                 ORDER BY x.review_by LIMIT ${String(toldAtOnce)} FOR UPDATE SKIP LOCKED)
RETURNING l.id::text AS id, l.reach, l.account::text AS account, l.organisation::text AS organisation, l.review_by AS "reviewBy",
          l.overdue_at AS at`,
    values: [],
  });
  return rows as readonly unknown[] as readonly Overdue[];
}

async function tell(session: Session, overdue: Overdue, tellsWebhook: boolean): Promise<void> {
  const { id: opening, reach, account, organisation, reviewBy, at } = overdue;
  const detail = { event: reviewOverdue, opening, reach, account };
  const head = { kind: 'EVENT', actor: watcher, detail } as const;
  const [row] = await session.read(appendStatement([{ head, persons: [], shapes: [], shapeOf: undefined }]));
  const alarm = {
    entry: Number(row?.['id']),
    at: Date.parse(at),
    account,
    organisation: organisation ?? undefined,
    level: 1,
    accounts: [],
    detector: reviewOverdue,
    evidence: { [reviewOverdue]: { opening, reach, reviewBy } },
  } as const;
  const listed = await raiseAlarm(session, alarm, ['NOTIFY']);
  if (listed !== undefined && tellsWebhook) await session.write(queueDelivery(listed));
}
