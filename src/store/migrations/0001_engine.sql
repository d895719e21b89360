-- The engine's own tables, beside the store's and never of it. None holds a value of a person.

-- One import of one file. It advances in the transaction of the batch that it counts: what it says is what was loaded.
CREATE TABLE cloison.import_run (
  id uuid PRIMARY KEY,
  -- HMAC-SHA-256 of the file's absolute path.
  source bytea NOT NULL CHECK (octet_length(source) = 32),
  -- HMAC-SHA-256 of the file's first bytes_done bytes: by it a later run knows the file again, and nobody can try values on it.
  prefix bytea NOT NULL CHECK (octet_length(prefix) = 32),
  bytes_done bigint NOT NULL CHECK (bytes_done >= 0),
  -- Lines of the file up to bytes_done, so that a reject is named by its line after a resumption too.
  lines_done bigint NOT NULL CHECK (lines_done >= 0),
  rows_loaded bigint NOT NULL CHECK (rows_loaded >= 0),
  rows_rejected bigint NOT NULL CHECK (rows_rejected >= 0),
  -- Length of the rejects file that belongs to this state: what lies beyond is cut off and written again.
  rejects_bytes bigint NOT NULL CHECK (rejects_bytes >= 0),
  started_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);

-- An idempotency key of a mutation, and the outcome that a repetition is given.
CREATE TABLE cloison.write_key (
  account text NOT NULL,
  mutation text NOT NULL,
  -- HMAC-SHA-256 of the key: a caller may have put anything into it.
  key bytea NOT NULL CHECK (octet_length(key) = 32),
  -- HMAC-SHA-256 of the arguments, so that nobody can try values on it: the same key with others is refused.
  request bytea NOT NULL CHECK (octet_length(request) = 32),
  -- Codes, row numbers and keys of rows, never a value.
  outcome jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, mutation, key)
);
CREATE INDEX write_key_created_at ON cloison.write_key (created_at);

-- A registration whose unique index met a person who is there already: somebody looks at it, nobody is told.
CREATE TABLE cloison.review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text NOT NULL,
  existing uuid NOT NULL,
  author_account text NOT NULL,
  author_organisation text,
  created_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz
);
CREATE INDEX review_open ON cloison.review (created_at) WHERE resolved_at IS NULL;
