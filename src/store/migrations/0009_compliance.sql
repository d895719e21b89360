-- Letters to the persons of a breach (GDPR Art. 34): one operator proposes them, another makes them. No value of a person is here.
CREATE TABLE cloison.breach_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- SHA-256 of the record of the breach: it says which persons.
  file bytea NOT NULL CHECK (octet_length(file) = 32),
  -- What is opened of each, and the thumbprint (RFC 7638) of the key that it is sealed to.
  type text COLLATE "C" NOT NULL CHECK (type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  fields text[] NOT NULL CHECK (cardinality(fields) BETWEEN 1 AND 50),
  mailer text COLLATE "C" NOT NULL CHECK (mailer ~ '^[A-Za-z0-9_-]{43}$'),
  persons integer NOT NULL CHECK (persons >= 0),
  proposed_by cloison.actor NOT NULL,
  proposed_at timestamptz NOT NULL,
  confirmed_by cloison.actor CHECK (confirmed_by <> proposed_by),
  confirmed_at timestamptz,
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
-- Another order for the same persons is a new proposal, in the place of the one before.
CREATE UNIQUE INDEX breach_letters_open ON cloison.breach_letters (file) WHERE confirmed_at IS NULL;
