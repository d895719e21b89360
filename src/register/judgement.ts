/**
 * Whether a request is let in, as SQL: the same text judges at the door and again before anything leaves, each time on
 * what has committed when its statement begins. Nothing of it is remembered, so no replica can be late.
 */
import { invariant } from '../kernel/invariant.js';
import type { Row } from '../store/statement.js';
import type { Admission, AdmissionRequest } from './admission.js';
import { instant } from './instant.js';
import { survivorOf } from './survivor.js';

/** Not seen for longer: the session must have authenticated since. */
const inactivity = "interval '42 days'";

/** $1 to $9 of {@link judgementText}. `now` is in milliseconds since the epoch. */
export function judgementValues(request: AdmissionRequest, now: number): readonly unknown[] {
  return [
    request.account,
    request.actor ?? null,
    request.application,
    request.role,
    request.organisation ?? null,
    request.unit ?? null,
    request.kind,
    request.isRegistered,
    instant(now),
  ];
}

const accountColumns = `a.id, a.kind, a.organisation_id, a.unit_id, a.application_id, a.approved_at, a.is_administrator,
         a.last_seen_at, a.created_at, a.step_up_since, ${survivorOf('a.organisation_id')} AS survivor`;

/**
 * Common table expressions, to stand behind WITH: `verdict` has one row. A party is there when all that the token names
 * is registered, active and belongs together; a stop is another matter, and holds for persons of no register too.
 */
export const judgementText = `account AS (
  SELECT ${accountColumns}
    FROM cloison.account a WHERE $8::boolean AND a.id = $1::text AND a.kind = $7::text AND a.closed_at IS NULL
), actor AS (
  SELECT ${accountColumns}
    FROM cloison.account a WHERE $8::boolean AND a.id = $2::text AND a.kind = 'MACHINE' AND a.closed_at IS NULL
), party AS (
  SELECT c.survivor, c.approved_at IS NULL OR EXISTS (SELECT FROM actor m WHERE m.approved_at IS NULL) AS is_in_quarantine,
         c.is_administrator AND c.approved_at IS NOT NULL AS is_administrator,
         CASE WHEN c.kind = 'PERSON' THEN date_trunc('second', greatest(c.step_up_since, unseen.since)) END AS step_up_since
    FROM account c
   CROSS JOIN LATERAL (SELECT coalesce(c.last_seen_at, c.created_at) + ${inactivity} AS ends) seen
   CROSS JOIN LATERAL (SELECT CASE WHEN seen.ends < $9::timestamptz THEN seen.ends END AS since) unseen
   WHERE EXISTS (SELECT FROM cloison.organisation o WHERE o.id = c.survivor AND o.state = 'ACTIVE')
     AND ($5::text IS NULL OR ${survivorOf('$5::text')} = c.survivor)
     AND ($6::text IS NULL OR $6::text = c.unit_id)
     AND (c.unit_id IS NULL OR EXISTS (
           SELECT FROM cloison.unit u
            WHERE u.id = c.unit_id AND u.approved_at IS NOT NULL AND u.closed_at IS NULL
              AND ${survivorOf('u.organisation_id')} = c.survivor))
     AND (c.application_id IS NULL OR c.application_id = $3::text)
     AND EXISTS (
           SELECT FROM cloison.application p
            WHERE p.id = $3::text AND p.approved_at IS NOT NULL AND p.closed_at IS NULL
              AND (p.organisation_id IS NULL OR ${survivorOf('p.organisation_id')} = c.survivor))
     AND ($2::text IS NULL OR EXISTS (SELECT FROM actor m WHERE m.survivor = c.survivor))
), named AS (
  SELECT n.kind, n.target
    FROM (VALUES ('EVERYTHING', '*'), ('ROLE', $4::text), ('APPLICATION', $3::text), ('APPLICATION', $2::text),
                 ('ACCOUNT', $1::text), ('ACCOUNT', $2::text)) n(kind, target)
  UNION ALL
  SELECT n.kind, n.target
    FROM (SELECT * FROM account UNION ALL SELECT * FROM actor) c
   CROSS JOIN LATERAL (VALUES ('UNIT', c.unit_id::text), ('ORGANISATION', c.organisation_id::text),
                              ('ORGANISATION', c.survivor::text), ('ORGANISATION', $5::text)) n(kind, target)
), stopped AS (
  SELECT bool_and(s.leaves_submission_open) AS leaves_submission_open
    FROM named n
   CROSS JOIN LATERAL (SELECT w.leaves_submission_open FROM cloison.stop w
                        WHERE w.kind = n.kind AND w.target = n.target AND w.reinstated_at IS NULL) s
), verdict AS (
  SELECT (p.survivor IS NOT NULL OR NOT $8::boolean) AND coalesce(s.leaves_submission_open, true) AS is_admitted,
         s.leaves_submission_open IS TRUE AS is_submission_only,
         coalesce(p.is_in_quarantine, false) AS is_in_quarantine, coalesce(p.is_administrator, false) AS is_administrator,
         coalesce(p.survivor, $5::text) AS organisation, p.step_up_since
    FROM stopped s LEFT JOIN party p ON true
)`;

/**
 * What is selected of `verdict v`; `stoppedFields`: a condition on the coordinate `f.target`. An absorbed organisation
 * that is stopped gives its survivor nothing.
 */
export function admissionColumns(stoppedFields: string): string {
  return `v.is_admitted, v.is_submission_only, v.is_in_quarantine, v.is_administrator, v.organisation,
       (extract(epoch FROM v.step_up_since) * 1000)::bigint AS step_up_since,
       ARRAY(SELECT DISTINCT f.target FROM cloison.stop f
              WHERE f.kind = 'FIELD' AND f.reinstated_at IS NULL AND ${stoppedFields}) AS stopped_fields,
       ARRAY(SELECT o.id::text FROM cloison.organisation o
              WHERE $8::boolean AND o.absorbed_by = v.organisation AND NOT EXISTS (
                SELECT FROM cloison.stop w
                 WHERE w.kind = 'ORGANISATION' AND w.target = o.id AND w.reinstated_at IS NULL)) AS absorbed`;
}

export function admissionOf(row: Row | undefined): Admission {
  invariant(row !== undefined, 'a verdict is one row');
  if (row['is_admitted'] !== true) return { outcome: 'NOT_ACTIVE' };
  return Object.freeze({
    outcome: 'ADMITTED',
    organisation: (row['organisation'] as string | null) ?? undefined,
    stepUpSince: (row['step_up_since'] as number | null) ?? undefined,
    standing: Object.freeze({
      isInQuarantine: row['is_in_quarantine'] === true,
      isAdministrator: row['is_administrator'] === true,
      isSubmissionOnly: row['is_submission_only'] === true,
      stoppedFields: Object.freeze(row['stopped_fields'] as readonly string[]),
      absorbed: Object.freeze(row['absorbed'] as readonly string[]),
    }),
  });
}
