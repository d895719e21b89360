-- Time's work: who was erased and why, what waits for a second person, which persons a legal hold keeps. Ids and reasons, never
-- a value of a person.

-- While it is not lifted, nobody erases the person; two lift it.
CREATE TABLE cloison.legal_hold (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  type text COLLATE "C" NOT NULL CHECK (type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  placed_by cloison.actor NOT NULL,
  placed_at timestamptz NOT NULL,
  -- The first of the two who lift it.
  proposed_by cloison.actor,
  proposed_at timestamptz,
  lifted_by cloison.actor,
  lifted_at timestamptz,
  CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
  CHECK (lifted_by IS NULL OR (proposed_by IS NOT NULL AND proposed_by <> lifted_by))
);
CREATE INDEX legal_hold_active ON cloison.legal_hold (person) WHERE lifted_at IS NULL;

-- A person's right to erasure that one operator has granted; it takes effect when another does.
CREATE TABLE cloison.erasure_proposal (
  type text COLLATE "C" NOT NULL CHECK (type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  proposed_by cloison.actor NOT NULL,
  proposed_at timestamptz NOT NULL,
  confirmed_by cloison.actor CHECK (confirmed_by <> proposed_by),
  confirmed_at timestamptz,
  PRIMARY KEY (type, person),
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

-- One person's erasure, by its line in the register that is kept outside the database.
CREATE TABLE cloison.erasure (
  line bigint PRIMARY KEY CHECK (line > 0),
  type text COLLATE "C" NOT NULL,
  person uuid NOT NULL,
  why text COLLATE "C" NOT NULL CHECK (why IN ('RETENTION', 'RIGHT')),
  -- As the register has it: an erasure that was done again on a restored database keeps its time.
  erased_at timestamptz NOT NULL,
  actors text[] NOT NULL CHECK (why <> 'RIGHT' OR (cardinality(actors) = 2 AND actors[1] <> actors[2])),
  tables smallint NOT NULL,
  columns smallint NOT NULL,
  -- Of the ledger, in the same commit.
  entry bigint NOT NULL
);
CREATE INDEX erasure_person ON cloison.erasure (person);
CREATE TRIGGER erasure_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.erasure
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.refuse_change();

-- Up to which line of the register this database has erased. Its row is the lock of whoever erases: one at a time.
CREATE TABLE cloison.erasure_register (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  line bigint NOT NULL,
  mac bytea NOT NULL CHECK (octet_length(mac) = CASE line WHEN 0 THEN 0 ELSE 32 END)
);
INSERT INTO cloison.erasure_register (line, mac) VALUES (0, '');

-- Whoever was let in before an erasure is asked for once more before anything leaves: a third row, so that no stop waits for one.
ALTER TABLE cloison.register_version DROP CONSTRAINT register_version_kind_check;
ALTER TABLE cloison.register_version ADD CONSTRAINT register_version_kind_check CHECK (kind IN ('CHANGE', 'STOP', 'ERASURE'));
INSERT INTO cloison.register_version (kind, version) VALUES ('ERASURE', 0);
CREATE TRIGGER erasure_counts AFTER INSERT ON cloison.erasure
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('ERASURE');
