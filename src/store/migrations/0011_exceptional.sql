-- Links that an account opened for one person, for a reason and for hours: a counter, a telephone, an emergency. Ids, words of the
-- policy and a reason; no value of the person.
CREATE TABLE cloison.exceptional_link (
  id uuid PRIMARY KEY,
  -- The order in which the person is told of them.
  place bigint GENERATED ALWAYS AS IDENTITY,
  -- The GraphQL type of the person.
  subject_type text COLLATE "C" NOT NULL CHECK (subject_type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  reach text COLLATE "C" NOT NULL CHECK (reach ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'),
  role text COLLATE "C" NOT NULL CHECK (role ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  account cloison.identifier NOT NULL,
  organisation cloison.identifier,
  unit cloison.identifier,
  purpose text COLLATE "C" NOT NULL CHECK (purpose ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  -- A word of the policy, or what the account wrote, which must name nobody.
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > opened_at AND ends_at <= opened_at + interval '24 hours'),
  closed_at timestamptz,
  review_by timestamptz NOT NULL CHECK (review_by > opened_at AND review_by <= opened_at + interval '744 hours'),
  -- When somebody was told that it was still not reviewed.
  overdue_at timestamptz,
  reviewed_at timestamptz,
  -- Never who opened it.
  reviewed_by cloison.actor CHECK (reviewed_by <> 'account:' || account AND reviewed_by <> 'operator:' || account),
  verdict text COLLATE "C" CHECK (verdict IN ('JUSTIFIED', 'UNJUSTIFIED')),
  note text CHECK (length(note) BETWEEN 1 AND 500),
  CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL) AND (reviewed_at IS NULL) = (verdict IS NULL)),
  CHECK (note IS NULL OR reviewed_at IS NOT NULL)
);
-- What an account has open now, among all that it ever opened.
CREATE INDEX exceptional_link_account ON cloison.exceptional_link (account, ends_at);
CREATE INDEX exceptional_link_person ON cloison.exceptional_link (person, place);
-- What is still to be reviewed, and what of it nobody was told yet.
CREATE INDEX exceptional_link_open ON cloison.exceptional_link (review_by) WHERE reviewed_at IS NULL;
CREATE INDEX exceptional_link_untold ON cloison.exceptional_link (review_by) WHERE reviewed_at IS NULL AND overdue_at IS NULL;

-- Who was erased is told of nothing any more, and nobody is named by what was opened.
CREATE FUNCTION cloison.forget_openings(persons uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
  DELETE FROM cloison.exceptional_link l
   WHERE l.person = ANY (persons) AND EXISTS (SELECT FROM cloison.erasure e WHERE e.person = l.person)
$$;
REVOKE ALL ON FUNCTION cloison.forget_openings(uuid[]) FROM PUBLIC;
