-- The links that are no table of their own. Each view has the organisation that is linked, the person, the record where one
-- is meant, from when and until when; least and greatest leave NULLs out.

-- A subcontractor: the enrolments of the session, while both the subcontract and the enrolment last.
CREATE VIEW subcontracted_enrolment AS
  SELECT s.subcontractor_id AS organisation_id, e.job_seeker_id, e.id AS enrolment_id,
         greatest(e.referred_on, s.starts_on) AS starts_on, least(e.ended_on, s.ends_on) AS ends_on,
         e.wrong_person_on, e.objection_on, greatest(e.created_at, s.created_at) AS created_at
    FROM subcontract s JOIN enrolment e ON e.session_id = s.session_id;

-- A funder: the same by its funding.
CREATE VIEW funded_enrolment AS
  SELECT f.funder_id AS organisation_id, e.job_seeker_id, e.id AS enrolment_id,
         greatest(e.referred_on, f.starts_on) AS starts_on, least(e.ended_on, f.ends_on) AS ends_on,
         e.wrong_person_on, e.objection_on, greatest(e.created_at, f.created_at) AS created_at
    FROM funding f JOIN enrolment e ON e.session_id = f.session_id;

-- Whose attendance an organisation may still state: the last month is stated after the exit.
CREATE VIEW attended_enrolment AS
  SELECT e.organisation_id, e.job_seeker_id, e.id AS enrolment_id,
         e.referred_on AS starts_on, (e.ended_on + interval '3 months')::date AS ends_on,
         e.wrong_person_on, e.objection_on, e.created_at
    FROM enrolment e;

-- The attendance of one's own enrolments.
CREATE VIEW stated_attendance AS
  SELECT e.organisation_id, a.job_seeker_id, a.id AS attendance_id,
         e.referred_on AS starts_on, e.ended_on AS ends_on,
         e.wrong_person_on, e.objection_on, a.created_at
    FROM attendance a JOIN enrolment e ON e.id = a.enrolment_id;

CREATE VIEW subcontracted_attendance AS
  SELECT s.organisation_id, a.job_seeker_id, a.id AS attendance_id, s.starts_on, s.ends_on,
         s.wrong_person_on, s.objection_on, greatest(a.created_at, s.created_at) AS created_at
    FROM attendance a JOIN subcontracted_enrolment s ON s.enrolment_id = a.enrolment_id;

CREATE VIEW funded_attendance AS
  SELECT f.organisation_id, a.job_seeker_id, a.id AS attendance_id, f.starts_on, f.ends_on,
         f.wrong_person_on, f.objection_on, greatest(a.created_at, f.created_at) AS created_at
    FROM attendance a JOIN funded_enrolment f ON f.enrolment_id = a.enrolment_id;
