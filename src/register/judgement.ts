/**
 * Whether a request is let in, as SQL: the same text judges at the door and again before anything leaves, each time on
 * what has committed when its statement begins. Nothing of it is remembered, so no replica can be late.
 */
import { invariant } from '../kernel/invariant.js';
import type { Row } from '../store/statement.js';
import type { Admission, AdmissionRequest } from './admission.js';
import { instant } from './instant.js';
import { versionText } from './version.js';

/**
 * An account that was not seen for 42 days needs a session of today: who returns from a holiday has one, and a session that
 * was kept alive in the meantime is none.
 */
const unseenSince = `CASE WHEN coalesce(a.last_seen_at, a.created_at) < $9::timestamptz - interval '42 days'
                   THEN $9::timestamptz - interval '12 hours' END`;

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

/** All that would stop the request. A part that is not there makes no key. */
const stopKeys = `ARRAY['EVERYTHING:*', 'ROLE:' || $4, 'APPLICATION:' || $3, 'APPLICATION:' || $2, 'ACCOUNT:' || $1, 'ACCOUNT:' || $2,
      'UNIT:' || a.unit_id, 'ORGANISATION:' || o.id, 'ORGANISATION:' || s.id, 'ORGANISATION:' || t.id,
      'ORGANISATION:' || uo.id, 'ORGANISATION:' || po.id, 'UNIT:' || m.unit_id, 'ORGANISATION:' || mo.id]`;

const isOpenApplication = 'p.approved_at IS NOT NULL AND p.closed_at IS NULL';

/** An organisation is kept under its survivor, so ids are compared there: those of accounts, units, applications and the token. */
const belongsTogether = `s.state = 'ACTIVE'
      AND ($5::text IS NULL OR coalesce(t.absorbed_by, t.id) = s.id)
      AND ($6::text IS NULL OR $6::text = a.unit_id)
      AND (a.unit_id IS NULL
           OR (u.approved_at IS NOT NULL AND u.closed_at IS NULL AND coalesce(uo.absorbed_by, uo.id) = s.id))
      AND (a.application_id IS NULL OR a.application_id = $3::text)
      AND ${isOpenApplication}
      AND (p.organisation_id IS NULL OR coalesce(po.absorbed_by, po.id) = s.id)
      AND ($2::text IS NULL OR coalesce(mo.absorbed_by, mo.id) = s.id)`;

/**
 * A common table expression, to stand behind WITH: one row. a: the account, o its organisation, s the survivor of that;
 * t: the token's organisation; u: the account's unit; p: the application; m: the machine that acts. Each is one look-up.
 * Of who stands in no register, a data subject, the application is judged, and the stops.
 */
export const judgementText = `verdict AS (
  SELECT (CASE WHEN $8::boolean THEN ${belongsTogether} ELSE ${isOpenApplication} END) IS TRUE AND coalesce(x.leaves_submission_open, true) AS is_admitted,
         x.leaves_submission_open IS TRUE AS is_submission_only,
         (a.id IS NOT NULL AND a.approved_at IS NULL) OR (m.id IS NOT NULL AND m.approved_at IS NULL) AS is_in_quarantine,
         a.is_administrator IS TRUE AND a.approved_at IS NOT NULL AS is_administrator,
         coalesce(s.id::text, $5::text) AS organisation,
         CASE WHEN a.kind = 'PERSON' THEN date_trunc('second', greatest(a.step_up_since, ${unseenSince})) END AS step_up_since
    FROM (SELECT 1) request
    LEFT JOIN cloison.account a ON $8::boolean AND a.id = $1::text AND a.kind = $7::text AND a.closed_at IS NULL
    LEFT JOIN cloison.organisation o ON o.id = a.organisation_id
    LEFT JOIN cloison.organisation s ON s.id = coalesce(o.absorbed_by, o.id)
    LEFT JOIN cloison.organisation t ON $8::boolean AND t.id = $5::text
    LEFT JOIN cloison.unit u ON u.id = a.unit_id
    LEFT JOIN cloison.organisation uo ON uo.id = u.organisation_id
    LEFT JOIN cloison.application p ON p.id = $3::text
    LEFT JOIN cloison.organisation po ON po.id = p.organisation_id
    LEFT JOIN cloison.account m ON $8::boolean AND m.id = $2::text AND m.kind = 'MACHINE' AND m.closed_at IS NULL
    LEFT JOIN cloison.organisation mo ON mo.id = m.organisation_id
   CROSS JOIN LATERAL (SELECT bool_and(w.leaves_submission_open) AS leaves_submission_open
                         FROM cloison.stop w WHERE w.reinstated_at IS NULL AND w.key = ANY (${stopKeys})) x
)`;

/**
 * What is selected of `verdict v`; `stoppedFields`: a condition on the stop `f`. An absorbed organisation that is stopped
 * gives its survivor nothing.
 */
export function admissionColumns(stoppedFields: string): string {
  return `${versionText} AS version, v.is_admitted, v.is_submission_only, v.is_in_quarantine, v.is_administrator, v.organisation,
       (extract(epoch FROM v.step_up_since) * 1000)::bigint AS step_up_since,
       ARRAY(SELECT DISTINCT f.target FROM cloison.stop f WHERE f.reinstated_at IS NULL AND ${stoppedFields}) AS stopped_fields,
       ARRAY(SELECT o.id::text FROM cloison.organisation o
              WHERE $8::boolean AND o.absorbed_by = v.organisation AND (
                SELECT true FROM cloison.stop w
                 WHERE w.reinstated_at IS NULL AND w.key = 'ORGANISATION:' || o.id LIMIT 1) IS NULL) AS absorbed`;
}

export function admissionOf(row: Row | undefined): Admission {
  invariant(row !== undefined, 'a verdict is one row');
  if (row['is_admitted'] !== true) return { outcome: 'NOT_ACTIVE' };
  return Object.freeze({
    outcome: 'ADMITTED',
    version: String(row['version']),
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
