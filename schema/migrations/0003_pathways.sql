-- The records of a person, each in the order in which one refers to the other; foreign keys carry the person along, so that
-- a record can't name another person's.

CREATE TABLE accompaniment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_seeker_id uuid NOT NULL REFERENCES job_seeker,
  adviser text,
  unit_id uuid REFERENCES establishment,
  starts_on date NOT NULL DEFAULT CURRENT_DATE,
  ends_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  CHECK (adviser IS NOT NULL OR unit_id IS NOT NULL),
  CHECK (ends_on >= starts_on)
);
CREATE INDEX accompaniment_job_seeker_id_idx ON accompaniment (job_seeker_id);
CREATE INDEX accompaniment_adviser_idx ON accompaniment (adviser, job_seeker_id);
CREATE INDEX accompaniment_unit_id_idx ON accompaniment (unit_id, job_seeker_id);

CREATE TABLE enrolment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_seeker_id uuid NOT NULL REFERENCES job_seeker,
  session_id uuid NOT NULL REFERENCES session,
  organisation_id uuid NOT NULL REFERENCES organisation,
  status text NOT NULL DEFAULT 'REFERRED'
    CHECK (status IN ('REFERRED', 'IN_TRAINING', 'COMPLETED', 'EXITED', 'ABANDONED')),
  referred_on date NOT NULL DEFAULT CURRENT_DATE,
  planned_end_on bytea,
  started_on date,
  ended_on date,
  wrong_person_on date,
  objection_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  FOREIGN KEY (session_id, organisation_id) REFERENCES session (id, organisation_id),
  CHECK ((status IN ('COMPLETED', 'EXITED', 'ABANDONED')) = (ended_on IS NOT NULL)),
  CHECK (status NOT IN ('IN_TRAINING', 'COMPLETED') OR started_on IS NOT NULL),
  CHECK (ended_on >= started_on),
  UNIQUE (id, session_id, job_seeker_id)
);
CREATE INDEX enrolment_job_seeker_id_idx ON enrolment (job_seeker_id);
CREATE INDEX enrolment_organisation_id_idx ON enrolment (organisation_id, job_seeker_id);
CREATE INDEX enrolment_session_id_idx ON enrolment (session_id, job_seeker_id);

-- The organisation of an enrolment is the session's: who refers names the session alone.
CREATE FUNCTION enrolment_takes_organisation_of_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.organisation_id IS NULL THEN
    SELECT organisation_id INTO NEW.organisation_id FROM session WHERE id = NEW.session_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER enrolment_organisation BEFORE INSERT ON enrolment
  FOR EACH ROW EXECUTE FUNCTION enrolment_takes_organisation_of_session();

CREATE TABLE attendance (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_seeker_id uuid NOT NULL REFERENCES job_seeker,
  enrolment_id uuid NOT NULL,
  session_id uuid NOT NULL REFERENCES session,
  month text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  hours_present bytea,
  hours_absent bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  FOREIGN KEY (enrolment_id, session_id, job_seeker_id) REFERENCES enrolment (id, session_id, job_seeker_id),
  UNIQUE (enrolment_id, month)
);
CREATE INDEX attendance_job_seeker_id_idx ON attendance (job_seeker_id);
CREATE INDEX attendance_session_id_idx ON attendance (session_id);

CREATE TABLE application (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_seeker_id uuid NOT NULL REFERENCES job_seeker,
  employer_id uuid NOT NULL REFERENCES organisation,
  job_title bytea,
  applied_on date NOT NULL DEFAULT CURRENT_DATE,
  closed_on date,
  withdrawn_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  CHECK (closed_on >= applied_on)
);
CREATE INDEX application_job_seeker_id_idx ON application (job_seeker_id);
CREATE INDEX application_employer_id_idx ON application (employer_id, job_seeker_id);
