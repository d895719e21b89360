CREATE TABLE branch (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reader (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  data_key bytea,
  card bytea,
  name bytea,
  born bytea,
  phone bytea,
  post_line bytea,
  post_postcode bytea,
  discreet boolean NOT NULL DEFAULT false,
  came_on date NOT NULL DEFAULT '2024-01-01',
  card_bidx bytea,
  name_born_bidx bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX reader_card_bidx_key ON reader (card_bidx);
CREATE INDEX reader_name_born_bidx_idx ON reader (name_born_bidx);

CREATE TABLE membership (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reader_id uuid NOT NULL REFERENCES reader,
  branch_id uuid NOT NULL REFERENCES branch,
  joined_on date NOT NULL DEFAULT '2024-01-01',
  left_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  CHECK (left_on >= joined_on)
);
CREATE INDEX membership_reader_id_idx ON membership (reader_id);
CREATE INDEX membership_branch_id_idx ON membership (branch_id, reader_id);

CREATE TABLE loan (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reader_id uuid NOT NULL REFERENCES reader,
  branch_id uuid NOT NULL REFERENCES branch,
  title bytea,
  status text NOT NULL DEFAULT 'OUT' CHECK (status IN ('OUT', 'BACK', 'LOST')),
  due_on date NOT NULL DEFAULT '2024-09-01' CHECK (due_on >= '2024-01-01'),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}',
  UNIQUE (reader_id, due_on)
);
CREATE INDEX loan_branch_id_idx ON loan (branch_id);

CREATE TABLE reminder (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  reader_id uuid NOT NULL REFERENCES reader,
  loan_id uuid NOT NULL REFERENCES loan,
  copy_to_id uuid REFERENCES reader,
  text bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX reminder_reader_id_idx ON reminder (reader_id);
CREATE INDEX reminder_loan_id_idx ON reminder (loan_id);
