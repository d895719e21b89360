-- The person's side: who learnt what of a person, the notices that those who did are owed (GDPR Art. 19), and the answers to
-- persons who ask (Art. 15). No table here holds a value of a person.

-- Notices are made from what was written.
CREATE INDEX ledger_entry_write ON cloison.ledger_entry (id) WHERE kind = 'WRITE';

-- The newest entry that the index of persons covers.
CREATE FUNCTION cloison.ledger_indexed() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cloison, pg_temp AS
  'SELECT coalesce((SELECT c.last_entry FROM cloison.ledger_checkpoint c ORDER BY c.size DESC LIMIT 1), 0)';

-- What disclosed or changed a person's data, the newest first: by the index, and by a walk of the few entries that it does not
-- cover yet. What is known to have reached nobody is not among it.
CREATE FUNCTION cloison.entries_of_person(of_person uuid, before bigint, most integer)
RETURNS TABLE (id bigint, at timestamptz, kind text, account text, organisation text, name text, unit text, role text,
  purpose text, operation text, shape jsonb, is_complete boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cloison, pg_temp
-- Nobody can tell the planner how few are not covered: it would read the whole ledger for them.
SET enable_seqscan = off AS $$
  WITH covered AS MATERIALIZED (SELECT cloison.ledger_indexed() AS until)
  SELECT l.id, l.at, l.kind, l.account, l.organisation, o.name, l.unit, l.role, l.purpose, l.operation,
         coalesce(l.shapes -> coalesce(l.shape_of[array_position(l.persons, of_person)]::integer, 0), '[]'),
         l.kind = 'WRITE' OR s.outcome IS NOT NULL
    FROM (SELECT p.entry FROM cloison.ledger_person p
           WHERE p.person = of_person AND p.entry < before AND p.entry <= (SELECT c.until FROM covered c)
           UNION ALL
          SELECT t.id FROM cloison.ledger_entry t
           WHERE t.id > (SELECT c.until FROM covered c) AND t.id < before AND of_person = ANY (t.persons)) x
    JOIN cloison.ledger_entry l ON l.id = x.entry
    LEFT JOIN cloison.organisation o ON o.id = l.organisation
    LEFT JOIN LATERAL (
      SELECT z.outcome, z.persons FROM cloison.ledger_settled y JOIN cloison.ledger_entry z ON z.id = y.settlement
       WHERE y.entry = l.id
       UNION ALL
      SELECT z.outcome, z.persons FROM cloison.ledger_entry z
       WHERE z.id > (SELECT c.until FROM covered c) AND z.kind = 'SETTLEMENT' AND l.id = ANY (z.about)
       LIMIT 1) s ON true
   WHERE l.kind IN ('READ', 'WRITE')
     AND (l.kind = 'WRITE' OR s.outcome IS NULL OR s.outcome = 'DELIVERED'
          OR (s.outcome = 'PART' AND NOT of_person = ANY (s.persons)))
   ORDER BY l.id DESC LIMIT most
$$;

-- What an organisation that was served is told. Its software says that it has read it.
CREATE TABLE cloison.notice (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The order in which they are read.
  place bigint GENERATED ALWAYS AS IDENTITY,
  organisation cloison.identifier NOT NULL,
  -- The GraphQL type of the person: an id is of a type.
  type text COLLATE "C" NOT NULL CHECK (type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('RECTIFIED', 'ERASED', 'LINK_ENDED')),
  -- Names: never what they hold.
  coordinates text[] NOT NULL,
  -- What it comes from, once: `entry:ID`, `erasure`, `until:DAY`.
  cause text COLLATE "C" NOT NULL CHECK (octet_length(cause) BETWEEN 1 AND 80),
  -- Not to be read before: a link that is known to end later is told when it has ended.
  at timestamptz NOT NULL,
  -- When the organisation's software first read it.
  told_at timestamptz,
  acknowledged_by cloison.actor,
  acknowledged_at timestamptz,
  UNIQUE (person, organisation, kind, cause),
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
);
CREATE INDEX notice_open ON cloison.notice (organisation, place) WHERE acknowledged_at IS NULL;

-- The last entry of the ledger that notices were made from.
CREATE TABLE cloison.notice_progress (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  entry bigint NOT NULL
);
INSERT INTO cloison.notice_progress (entry) VALUES (0);

-- The answer to a person who asks what is held (Art. 15): two operators make it.
CREATE TABLE cloison.subject_access (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  type text COLLATE "C" NOT NULL CHECK (type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  -- How the person's identity was checked: a manner, never a number of a document.
  identity_checked text NOT NULL CHECK (length(identity_checked) BETWEEN 1 AND 500),
  -- Thumbprint (RFC 7638) of the key that the answer is sealed to; NULL: none, it is a plain file.
  sealed_to text COLLATE "C" CHECK (octet_length(sealed_to) BETWEEN 1 AND 128),
  proposed_by cloison.actor NOT NULL CHECK (proposed_by LIKE 'operator:%'),
  proposed_at timestamptz NOT NULL,
  confirmed_by cloison.actor CHECK (confirmed_by <> proposed_by AND confirmed_by LIKE 'operator:%'),
  confirmed_at timestamptz,
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);
CREATE INDEX subject_access_open ON cloison.subject_access (person) WHERE confirmed_at IS NULL;

REVOKE ALL ON FUNCTION cloison.ledger_indexed(), cloison.entries_of_person(uuid, bigint, integer) FROM PUBLIC;
