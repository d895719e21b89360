/** What stands around the persons: how many answers, what was refused, who was seen, hour by hour, and what was done about it. */
import type { Row } from '../../store/statement.js';
import type { Session } from '../../store/session.js';
import type { LedgerExtent } from './extent.js';
import type { BreachQuestion } from './question.js';

/** Answers by what became of them. PART: some of the persons were looked at and not served. A WRITE stands in the ledger when it stands in the store. */
export interface AnswerCount {
  readonly kind: string;
  readonly outcome: 'DELIVERED' | 'PART' | 'UNKNOWN' | 'WITHHELD';
  readonly answers: number;
}

/** Tried, not got. */
export interface RefusalCount {
  readonly code: string;
  readonly refusals: number;
  readonly first: string;
  readonly last: string;
}

export interface SeenValue {
  readonly mark: string;
  readonly value: string;
  readonly entries: number;
}

export interface Hour {
  /** Its first instant. */
  readonly hour: string;
  readonly answers: number;
  readonly refusals: number;
}

/** A change of the register that concerns the mark, or an account, organisation or application that was seen with it. */
export interface RegisterChange {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly kind: string;
  readonly target: string;
}

/** What the watcher raised of an account that was seen. */
export interface Alarm {
  readonly at: string;
  readonly account: string;
  readonly detector: string;
  readonly level: number;
  readonly reactions: readonly string[];
}

export interface Circumstances {
  readonly answers: readonly AnswerCount[];
  readonly refusals: readonly RefusalCount[];
  readonly seen: readonly SeenValue[];
  readonly hours: readonly Hour[];
  readonly changes: readonly RegisterChange[];
  readonly alarms: readonly Alarm[];
}

/** Of each mark, the most frequent: a key that thousands of addresses used is told by its first hundred. */
const seenOfEach = 100;
const changesAtMost = 1000;

/** Within the transaction of `chooseEntries`. */
export async function circumstancesOf(
  session: Session,
  question: BreachQuestion,
  extent: LedgerExtent,
): Promise<Circumstances> {
  const read = (text: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
    session.read({ name: '', text, values });
  const answers = await read(answersText);
  const refusals = await read(refusalsText);
  const hours = await read(hoursText);
  const seen = await read(seenText, [seenOfEach]);
  const changes = await read(changesText, [
    question.mark,
    question.value,
    question.from,
    extent.lastEvent,
    changesAtMost,
  ]);
  const alarms = await read(alarmsText, [question.from, extent.lastAlarm, changesAtMost]);
  return { answers, refusals, hours, seen, changes, alarms } as unknown as Circumstances;
}

const answersText = `SELECT kind, coalesce(outcome, CASE kind WHEN 'WRITE' THEN 'DELIVERED' ELSE 'UNKNOWN' END) AS outcome, count(*)::int AS answers
  FROM breach_entry WHERE kind <> 'REFUSAL' GROUP BY 1, 2 ORDER BY 1, 2`;

const refusalsText = `SELECT coalesce(code, 'UNKNOWN') AS code, count(*)::int AS refusals, min(at) AS first, max(at) AS last
  FROM breach_entry WHERE kind = 'REFUSAL' GROUP BY 1 ORDER BY 1`;

const hoursText = `SELECT date_trunc('hour', at) AS hour, count(*) FILTER (WHERE kind = 'READ')::int AS answers,
       count(*) FILTER (WHERE kind = 'REFUSAL')::int AS refusals
  FROM breach_entry GROUP BY 1 ORDER BY 1`;

const seenText = `SELECT mark, value, entries FROM (
  SELECT mark, value, entries, row_number() OVER (PARTITION BY mark ORDER BY entries DESC, value) AS place FROM breach_seen) x
 WHERE place <= $1::int ORDER BY mark, place`;

/** From the beginning of the stretch on, and beyond its end: what was done is done afterwards. */
const changesText = `SELECT r.at, r.actor, r.action, r.kind, r.target FROM cloison.register_event r
 WHERE r.at >= $3::timestamptz AND r.id <= $4::bigint
   AND (r.kind, r.target) IN (
     SELECT upper($1::text), $2::text
     UNION SELECT 'EVERYTHING', '*'
     UNION SELECT CASE mark WHEN 'actor' THEN 'ACCOUNT' ELSE upper(mark) END, value FROM breach_seen
            WHERE mark IN ('account', 'actor', 'organisation', 'unit', 'application', 'role'))
 ORDER BY r.id LIMIT $5::int`;

const alarmsText = `SELECT a.at, a.account, a.detector, a.level, a.reactions FROM cloison.alarm a
 WHERE a.at >= $1::timestamptz AND a.id <= $2::bigint
   AND a.account IN (SELECT value FROM breach_seen WHERE mark IN ('account', 'actor'))
 ORDER BY a.id LIMIT $3::int`;
