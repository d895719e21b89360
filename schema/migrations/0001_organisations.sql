-- What is about no person: organisations, places, trainings, sessions, and who delivers or pays for them.

CREATE TABLE organisation (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  siret text NOT NULL UNIQUE CHECK (siret ~ '^[0-9]{14}$'),
  kind text NOT NULL CHECK (kind IN ('PUBLIC_EMPLOYMENT', 'TRAINING', 'EMPLOYER', 'FUNDER')),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE establishment (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation_id uuid NOT NULL REFERENCES organisation,
  name text NOT NULL,
  postcode text NOT NULL,
  city text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX establishment_organisation_id_idx ON establishment (organisation_id);

CREATE TABLE training (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organisation_id uuid NOT NULL REFERENCES organisation,
  title text NOT NULL,
  hours integer NOT NULL CHECK (hours > 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX training_organisation_id_idx ON training (organisation_id);

CREATE TABLE session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  training_id uuid NOT NULL REFERENCES training,
  organisation_id uuid NOT NULL REFERENCES organisation,
  establishment_id uuid NOT NULL REFERENCES establishment,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  places integer NOT NULL CHECK (places > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (ends_on >= starts_on),
  -- What an enrolment refers to, so that its organisation is the session's.
  UNIQUE (id, organisation_id)
);
CREATE INDEX session_organisation_id_idx ON session (organisation_id, id);
CREATE INDEX session_training_id_idx ON session (training_id, id);
CREATE INDEX session_establishment_id_idx ON session (establishment_id, id);

CREATE TABLE subcontract (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES session,
  subcontractor_id uuid NOT NULL REFERENCES organisation,
  starts_on date NOT NULL,
  ends_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (session_id, subcontractor_id)
);
CREATE INDEX subcontract_subcontractor_id_idx ON subcontract (subcontractor_id, session_id);

CREATE TABLE funding (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES session,
  funder_id uuid NOT NULL REFERENCES organisation,
  starts_on date NOT NULL,
  ends_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (session_id, funder_id)
);
CREATE INDEX funding_funder_id_idx ON funding (funder_id, session_id);
