/**
 * The entries that a breach file is about, with what became of each, set aside in a table of the session: everything else is
 * counted on them, and a million entries never come to this process.
 */
import type { Session } from '../../store/session.js';
import type { LedgerExtent } from './extent.js';
import { carriesMark } from './question.js';
import type { BreachQuestion } from './question.js';

/**
 * One pass over a long ledger may sort and hash. The store's own settings, made for short statements of many, are put aside for
 * this transaction.
 */
const settings = `SET LOCAL plan_cache_mode = auto; SET LOCAL enable_bitmapscan = on; SET LOCAL work_mem = '128MB';
SET LOCAL enable_memoize = off`;

/** What of an entry is told of its own: who was seen with the mark. */
const seenColumns = [
  'account',
  'organisation',
  'unit',
  'application',
  'actor',
  'token',
  'key',
  'role',
  'purpose',
  'network',
  'operation',
  'policy',
] as const;

const columns = seenColumns.join(', ');

/** A settlement stands behind its entry. Two of one entry are not written; if they were, the first counts. */
const choose = (question: BreachQuestion): string => `CREATE TEMPORARY TABLE breach_entry ON COMMIT DROP AS
WITH chosen AS MATERIALIZED (
  SELECT l.id, l.at, l.kind, l.shapes, l.detail ->> 'code' AS code, ${seenColumns.map((name) => `l.${name}`).join(', ')}
    FROM cloison.ledger_entry l
   WHERE l.kind IN ('READ', 'WRITE', 'REFUSAL') AND l.at >= $2::timestamptz AND l.at < $3::timestamptz AND l.id <= $4::bigint
     AND ${carriesMark(question.mark)}
), settled AS (
  SELECT DISTINCT ON (a.id) a.id, s.outcome, CASE WHEN s.outcome = 'PART' THEN s.persons END AS held
    FROM cloison.ledger_entry s CROSS JOIN LATERAL unnest(s.about) a(id)
   WHERE s.kind = 'SETTLEMENT' AND s.id > (SELECT min(id) FROM chosen) AND s.id <= $4::bigint
     AND a.id IN (SELECT id FROM chosen)
   ORDER BY a.id, s.id
), listed AS (
  SELECT shapes, row_number() OVER (ORDER BY shapes::text)::int AS list FROM (SELECT DISTINCT shapes FROM chosen) x
)
SELECT c.id, c.at, c.kind, c.code, ${columns}, s.outcome, s.held, x.list
  FROM chosen c LEFT JOIN settled s USING (id) JOIN listed x ON x.shapes = c.shapes`;

/** Each value that the entries carry, with how many carry it: one pass for all marks. */
const count = `CREATE TEMPORARY TABLE breach_seen ON COMMIT DROP AS
SELECT x.mark, x.value, y.entries
  FROM (SELECT ${columns}, count(*)::int AS entries
          FROM breach_entry GROUP BY GROUPING SETS (${seenColumns.map((name) => `(${name})`).join(', ')})) y
 CROSS JOIN LATERAL (VALUES ${seenColumns.map((name) => `('${name}', ${name})`).join(', ')}) x(mark, value)
 WHERE x.value IS NOT NULL`;

/** Within a transaction; the tables `breach_entry` and `breach_seen` go with it. */
export async function chooseEntries(session: Session, question: BreachQuestion, extent: LedgerExtent): Promise<void> {
  await session.run(settings);
  const values = [question.value, question.from, question.to, extent.lastEntry];
  await session.write({ name: '', text: choose(question), values });
  await session.run('ANALYZE breach_entry');
  await session.run(count);
}
