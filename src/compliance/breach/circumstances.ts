/** What stands around the persons: how many answers, what was refused, who was seen, hour by hour, and what was done about it. */
import type { Row } from '../../store/statement.js';
import type { Session } from '../../store/session.js';
import type { LedgerExtent } from './extent.js';
import type { BreachQuestion } from './question.js';
import { carriesMark } from './question.js';

/** Answers by what became of them. PART: some of the persons were looked at and not served. */
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

export interface Circumstances {
  readonly answers: readonly AnswerCount[];
  readonly refusals: readonly RefusalCount[];
  readonly seen: readonly SeenValue[];
  readonly hours: readonly Hour[];
  readonly changes: readonly RegisterChange[];
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
  const refused = `cloison.ledger_entry l WHERE l.kind = 'REFUSAL' AND l.at >= $2::timestamptz AND l.at < $3::timestamptz
   AND l.id <= $4::bigint AND ${carriesMark(question.mark)}`;
  const values = [question.value, question.from, question.to, extent.lastEntry];
  const read = async (text: string, of: readonly unknown[]): Promise<readonly Row[]> =>
    session.read({ name: '', text, values: of });
  const answers = await read(
    `SELECT kind, coalesce(outcome, 'UNKNOWN') AS outcome, count(*)::int AS answers FROM breach_entry GROUP BY 1, 2 ORDER BY 1, 2`,
    [],
  );
  const refusals = await read(
    `SELECT coalesce(l.detail ->> 'code', 'UNKNOWN') AS code, count(*)::int AS refusals, min(l.at) AS first, max(l.at) AS last
  FROM ${refused} GROUP BY 1 ORDER BY 1`,
    values,
  );
  const hours = await read(
    `SELECT hour, sum(answers)::int AS answers, sum(refusals)::int AS refusals FROM (
  SELECT date_trunc('hour', at) AS hour, count(*) AS answers, 0 AS refusals FROM breach_entry GROUP BY 1
  UNION ALL SELECT date_trunc('hour', l.at), 0, count(*) FROM ${refused} GROUP BY 1) x GROUP BY 1 ORDER BY 1`,
    values,
  );
  const seen = await read(seenText, [seenOfEach]);
  const changes = await read(changesText, [
    question.mark,
    question.value,
    question.from,
    extent.lastEvent,
    changesAtMost,
  ]);
  return { answers, refusals, hours, seen, changes } as unknown as Circumstances;
}

const seenText = `SELECT mark, value, entries FROM (
  SELECT x.mark, x.value, count(*)::int AS entries, row_number() OVER (PARTITION BY x.mark ORDER BY count(*) DESC, x.value) AS place
    FROM breach_entry e JOIN cloison.ledger_entry l USING (id)
   CROSS JOIN LATERAL (VALUES ('account', l.account), ('organisation', l.organisation), ('unit', l.unit),
     ('application', l.application), ('actor', l.actor), ('token', l.token), ('key', l.key), ('role', l.role),
     ('purpose', l.purpose), ('network', l.network), ('operation', l.operation), ('policy', l.policy)) x(mark, value)
   WHERE x.value IS NOT NULL
   GROUP BY 1, 2) y
 WHERE y.place <= $1::int ORDER BY mark, place`;

/** From the beginning of the stretch on, and beyond its end: what was done is done afterwards. */
const changesText = `SELECT r.at, r.actor, r.action, r.kind, r.target FROM cloison.register_event r
 WHERE r.at >= $3::timestamptz AND r.id <= $4::bigint
   AND (r.kind, r.target) IN (
     SELECT upper($1::text), $2::text
     UNION SELECT 'EVERYTHING', '*'
     UNION SELECT x.kind, x.value FROM breach_entry e JOIN cloison.ledger_entry l USING (id)
      CROSS JOIN LATERAL (VALUES ('ACCOUNT', l.account), ('ACCOUNT', l.actor), ('ORGANISATION', l.organisation), ('UNIT', l.unit),
        ('APPLICATION', l.application), ('ROLE', l.role)) x(kind, value))
 ORDER BY r.id LIMIT $5::int`;
