-- What an employer matches by: a whole index, filled with each row that is written or imported from now on.
ALTER TABLE job_seeker ADD COLUMN identifier_used_name_birth_date_bidx bytea;
CREATE INDEX job_seeker_identifier_used_name_birth_date_bidx_idx ON job_seeker (identifier_used_name_birth_date_bidx);
