/**
 * Whom an account's links reach, asked of the tables in words of the replay's own: it must not agree with the engine because
 * it is the engine. Dates last from their first hour on Réunion to their last in Guadeloupe.
 */
import type { Account } from './accounts.js';
import type { Site } from './site.js';
import { dayMs } from './time.js';

/** SQL that gives the persons whom $1 reaches at some moment from the day $2 (as Guadeloupe has it) to $3 (as Réunion has it). */
const reachSql: Readonly<Record<string, string>> = {
  TRAINING_ORGANISATION: `
    SELECT e.job_seeker_id AS person FROM enrolment e
     WHERE e.organisation_id = ANY ($1::uuid[]) AND e.referred_on <= $3::date
       AND coalesce(least(e.ended_on, (e.referred_on + interval '18 months')::date) + interval '3 months', 'infinity') >= $2::date
       AND e.wrong_person_on IS NULL AND e.objection_on IS NULL
    UNION
    SELECT e.job_seeker_id FROM subcontract s JOIN enrolment e ON e.session_id = s.session_id
     WHERE s.subcontractor_id = ANY ($1::uuid[]) AND greatest(e.referred_on, s.starts_on) <= $3::date
       AND coalesce(least(e.ended_on, s.ends_on), 'infinity') >= $2::date
       AND e.wrong_person_on IS NULL AND e.objection_on IS NULL`,
  EMPLOYER: `
    SELECT a.job_seeker_id AS person FROM application a
     WHERE a.employer_id = ANY ($1::uuid[]) AND a.applied_on <= $3::date AND a.withdrawn_on IS NULL
       AND coalesce(a.closed_on + interval '1 month', 'infinity') >= $2::date`,
  FUNDER: `
    SELECT e.job_seeker_id AS person FROM funding f JOIN enrolment e ON e.session_id = f.session_id
     WHERE f.funder_id = ANY ($1::uuid[]) AND greatest(e.referred_on, f.starts_on) <= $3::date
       AND coalesce(least(e.ended_on, f.ends_on) + interval '1 year', 'infinity') >= $2::date`,
  ADVISER: `
    SELECT a.job_seeker_id AS person FROM accompaniment a
     WHERE a.adviser = ANY ($1::text[]) AND a.starts_on <= $3::date AND coalesce(a.ends_on, 'infinity') >= $2::date`,
  MISSION_LOCALE_ADVISER: `
    SELECT a.job_seeker_id AS person FROM accompaniment a
     WHERE a.unit_id = ANY ($1::uuid[]) AND a.starts_on <= $3::date AND coalesce(a.ends_on, 'infinity') >= $2::date`,
};

const hourMs = 3_600_000;

/** Persons whom the accounts reach at some moment between two instants. */
export async function reachOf(
  site: Site,
  accounts: readonly Account[],
  from: number,
  until: number,
): Promise<ReadonlySet<string>> {
  const reached = new Set<string>();
  const asked = new Map(accounts.map((account) => [`${account.role} ${linkValue(account)}`, account]));
  for (const account of asked.values()) {
    const text = reachSql[account.role];
    if (text === undefined) continue;
    const values = [[linkValue(account)], dateAt(from - 4 * hourMs), dateAt(until + 4 * hourMs)];
    for (const { person } of await site.sql<{ person: string }>(text, values)) reached.add(person);
  }
  return reached;
}

function linkValue({ id, role, organisation, unit }: Account): string {
  if (role === 'ADVISER') return id;
  return unit ?? organisation;
}

function dateAt(instant: number): string {
  return new Date(Math.floor(instant / dayMs) * dayMs).toISOString().slice(0, 10);
}
