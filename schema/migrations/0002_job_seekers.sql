-- The person. Columns of type bytea are sealed with the row's data key, or are blind indexes; data_key is that key, wrapped,
-- and NULL once the person is erased. `changed` holds, by column, the instant of its last change.

CREATE TABLE job_seeker (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  data_key bytea,
  identifier bytea,
  nir bytea,
  birth_name bytea,
  used_name bytea,
  given_names bytea,
  birth_date bytea,
  email bytea,
  phone bytea,
  address_line bytea,
  address_postcode bytea,
  address_city bytea,
  disability_recognised bytea,
  status text NOT NULL DEFAULT 'REGISTERED' CHECK (status IN ('REGISTERED', 'DEREGISTERED')),
  registered_on date NOT NULL DEFAULT CURRENT_DATE,
  deregistered_on date,
  protected_address boolean NOT NULL DEFAULT false,
  minor boolean NOT NULL DEFAULT false,
  identifier_bidx bytea,
  birth_name_given_names_birth_date_bidx bytea,
  used_name_given_names_birth_date_bidx bytea,
  identifier_birth_date_bidx bytea,
  nir_birth_name_bidx bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  CHECK ((status = 'DEREGISTERED') = (deregistered_on IS NOT NULL))
);
CREATE UNIQUE INDEX job_seeker_identifier_bidx_key ON job_seeker (identifier_bidx);
CREATE INDEX job_seeker_birth_name_given_names_birth_date_bidx_idx ON job_seeker (birth_name_given_names_birth_date_bidx);
CREATE INDEX job_seeker_used_name_given_names_birth_date_bidx_idx ON job_seeker (used_name_given_names_birth_date_bidx);
CREATE INDEX job_seeker_identifier_birth_date_bidx_idx ON job_seeker (identifier_birth_date_bidx);
CREATE INDEX job_seeker_nir_birth_name_bidx_idx ON job_seeker (nir_birth_name_bidx);
CREATE INDEX job_seeker_deregistered_on_idx ON job_seeker (deregistered_on) WHERE deregistered_on IS NOT NULL;
