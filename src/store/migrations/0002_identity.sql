-- The register: which partners, accounts and applications are known here, who let them in, and what is stopped. Ids are
-- those of tokens. Nothing here is a value of a person whose data the store holds.

-- What an identifier in a token may be made of (src/jws/identifier.ts), byte for byte.
CREATE DOMAIN cloison.identifier AS text COLLATE "C" CHECK (VALUE ~ '^[A-Za-z0-9][A-Za-z0-9._:@|/+=~-]{0,127}$');
-- Who did it: `operator:NAME`, `account:ID`, or `engine:PART` for what the engine does by itself.
CREATE DOMAIN cloison.actor AS text COLLATE "C"
  CHECK (VALUE ~ '^(operator|account|engine):[A-Za-z0-9][A-Za-z0-9._:@|/+=~-]{0,127}$');

CREATE TABLE cloison.organisation (
  id cloison.identifier PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  state text NOT NULL CHECK (state IN ('PENDING', 'ACTIVE', 'CLOSED')),
  -- The survivor itself, never another that was absorbed: one look-up finds it.
  absorbed_by cloison.identifier REFERENCES cloison.organisation CHECK (absorbed_by <> id),
  created_by cloison.actor NOT NULL,
  created_at timestamptz NOT NULL,
  approved_by cloison.actor,
  approved_at timestamptz,
  closed_by cloison.actor,
  closed_at timestamptz,
  CHECK (approved_by <> created_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
  CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL)),
  CHECK (state <> 'ACTIVE' OR approved_at IS NOT NULL)
);
CREATE INDEX organisation_absorbed_by ON cloison.organisation (absorbed_by) WHERE absorbed_by IS NOT NULL;

-- An establishment, an agency, a team: what a token calls unit.
CREATE TABLE cloison.unit (
  id cloison.identifier PRIMARY KEY,
  organisation_id cloison.identifier NOT NULL REFERENCES cloison.organisation,
  created_by cloison.actor NOT NULL,
  created_at timestamptz NOT NULL,
  approved_by cloison.actor,
  approved_at timestamptz,
  closed_by cloison.actor,
  closed_at timestamptz,
  CHECK (approved_by <> created_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((closed_by IS NULL) = (closed_at IS NULL))
);
CREATE INDEX unit_created_by ON cloison.unit (created_by, created_at);

-- A client application (`client_id`). One that belongs to an organisation serves the accounts of that organisation alone.
CREATE TABLE cloison.application (
  id cloison.identifier PRIMARY KEY,
  organisation_id cloison.identifier REFERENCES cloison.organisation,
  created_by cloison.actor NOT NULL,
  created_at timestamptz NOT NULL,
  approved_by cloison.actor,
  approved_at timestamptz,
  closed_by cloison.actor,
  closed_at timestamptz,
  CHECK (approved_by <> created_by),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((closed_by IS NULL) = (closed_at IS NULL))
);

CREATE TABLE cloison.account (
  -- `sub`.
  id cloison.identifier PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('PERSON', 'MACHINE')),
  organisation_id cloison.identifier NOT NULL REFERENCES cloison.organisation,
  unit_id cloison.identifier REFERENCES cloison.unit,
  -- The only application that may ask for it; NULL: any that serves its organisation.
  application_id cloison.identifier REFERENCES cloison.application,
  is_administrator boolean NOT NULL DEFAULT false,
  created_by cloison.actor NOT NULL,
  created_at timestamptz NOT NULL,
  -- NULL: quarantine.
  approved_by cloison.actor,
  approved_at timestamptz,
  closed_by cloison.actor,
  closed_at timestamptz,
  -- Written at most once a day, so that a request seldom writes here.
  last_seen_at timestamptz,
  -- A session that authenticated before is asked to again.
  step_up_since timestamptz,
  CHECK (approved_by <> created_by),
  CHECK (approved_by <> 'account:' || id),
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CHECK ((closed_by IS NULL) = (closed_at IS NULL)),
  CHECK (kind = 'PERSON' OR NOT is_administrator)
);
CREATE INDEX account_organisation_id ON cloison.account (organisation_id, id);
CREATE INDEX account_created_by ON cloison.account (created_by, created_at);

CREATE TABLE cloison.stop (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL
    CHECK (kind IN ('ACCOUNT', 'UNIT', 'ORGANISATION', 'APPLICATION', 'ROLE', 'FIELD', 'EVERYTHING')),
  -- An id, the name of a role, a coordinate `Type.field`; `*` for everything. It need not be registered: a person's own
  -- account is not.
  target text COLLATE "C" NOT NULL CHECK (octet_length(target) BETWEEN 1 AND 256 AND (kind = 'EVERYTHING') = (target = '*')),
  -- Kind and target in one, so that a request looks for all that would stop it in one walk of one index.
  key text COLLATE "C" NOT NULL GENERATED ALWAYS AS (kind || ':' || target) STORED,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  is_automatic boolean NOT NULL,
  leaves_submission_open boolean NOT NULL,
  author cloison.actor NOT NULL,
  stopped_at timestamptz NOT NULL,
  -- The first of the two who lift an automatic stop.
  proposed_by cloison.actor,
  proposed_at timestamptz,
  reinstated_by cloison.actor,
  reinstated_at timestamptz,
  CHECK ((proposed_by IS NULL) = (proposed_at IS NULL)),
  CHECK ((reinstated_by IS NULL) = (reinstated_at IS NULL)),
  CHECK (reinstated_by IS NULL OR NOT is_automatic OR (proposed_by IS NOT NULL AND proposed_by <> reinstated_by))
);
CREATE INDEX stop_active ON cloison.stop (key) INCLUDE (target, leaves_submission_open) WHERE reinstated_at IS NULL;

-- Proofs of possession that were spent (RFC 9449, section 11.1), until they are too old to be accepted anyway.
CREATE TABLE cloison.spent_proof (
  digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  expires_at timestamptz NOT NULL
);
CREATE INDEX spent_proof_expires_at ON cloison.spent_proof (expires_at);

-- Proofs that expired before it are refused whatever a clock says: those that were deleted are among them.
CREATE TABLE cloison.proof_horizon (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  reaches timestamptz NOT NULL
);
INSERT INTO cloison.proof_horizon (reaches) VALUES ('1970-01-01T00:00:00Z');

-- Proofs that failed of late, the oldest first: at most those of the bound.
CREATE TABLE cloison.failed_proof (
  account_id cloison.identifier PRIMARY KEY REFERENCES cloison.account,
  failed_at timestamptz[] NOT NULL
);

-- Operations that machines may run, by the digest of their exact text.
CREATE TABLE cloison.operation (
  application_id cloison.identifier NOT NULL REFERENCES cloison.application,
  -- SHA-256 of the document.
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  purpose text COLLATE "C" NOT NULL CHECK (purpose ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  name text COLLATE "C" NOT NULL CHECK (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  document text NOT NULL CHECK (octet_length(document) BETWEEN 1 AND 100000),
  registered_by cloison.actor NOT NULL,
  registered_at timestamptz NOT NULL,
  revoked_by cloison.actor,
  revoked_at timestamptz,
  PRIMARY KEY (application_id, digest),
  CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);

-- Every change of the register, in its order. Nobody takes a line back.
CREATE TABLE cloison.register_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  actor cloison.actor NOT NULL,
  action text NOT NULL CHECK (action ~ '^[A-Z_]{1,40}$'),
  kind text NOT NULL CHECK (kind ~ '^[A-Z_]{1,40}$'),
  target text COLLATE "C" NOT NULL CHECK (octet_length(target) BETWEEN 1 AND 256),
  -- What else belongs to it: the survivor of an absorption, the id of a stop, the digest of an operation.
  detail text COLLATE "C" CHECK (octet_length(detail) BETWEEN 1 AND 256)
);
CREATE INDEX register_event_target ON cloison.register_event (kind, target, id);

CREATE FUNCTION cloison.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'cloison.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER register_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.register_event
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.refuse_change();

-- An organisation that becomes part of another: two operators, since all accounts of the one then reach the persons of both.
CREATE TABLE cloison.absorption (
  absorbed cloison.identifier PRIMARY KEY REFERENCES cloison.organisation,
  into_id cloison.identifier NOT NULL REFERENCES cloison.organisation CHECK (into_id <> absorbed),
  proposed_by cloison.actor NOT NULL,
  proposed_at timestamptz NOT NULL,
  confirmed_by cloison.actor CHECK (confirmed_by <> proposed_by),
  confirmed_at timestamptz,
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

-- Counted up by whatever changes who is let in, in the same transaction: a request whose standing was judged at a version
-- that still stands need not be judged again. Two rows, so that a stop waits for no other change.
CREATE TABLE cloison.register_version (
  kind text PRIMARY KEY CHECK (kind IN ('CHANGE', 'STOP')),
  version bigint NOT NULL
);
INSERT INTO cloison.register_version (kind, version) VALUES ('CHANGE', 0), ('STOP', 0);

CREATE FUNCTION cloison.count_register_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cloison.register_version SET version = version + 1 WHERE kind = TG_ARGV[0];
  RETURN NULL;
END $$;
CREATE TRIGGER organisation_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cloison.organisation
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('CHANGE');
CREATE TRIGGER unit_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cloison.unit
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('CHANGE');
CREATE TRIGGER application_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cloison.application
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('CHANGE');
-- A sighting and a wish for a step-up change nobody's standing.
CREATE TRIGGER account_counts AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF
    id, kind, organisation_id, unit_id, application_id, is_administrator, approved_at, closed_at ON cloison.account
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('CHANGE');
CREATE TRIGGER stop_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cloison.stop
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.count_register_change('STOP');
