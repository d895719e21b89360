-- The person's approval: that an organisation reads, for one purpose and until an end, what the policy opens only so. Names and
-- ids: never a value of a person.
CREATE TABLE cloison.approval (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- The order in which they were given.
  place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- The GraphQL type of the person: an id is of a type.
  subject_type text COLLATE "C" NOT NULL CHECK (subject_type ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  person uuid NOT NULL,
  organisation text COLLATE "C" NOT NULL CHECK (octet_length(organisation) BETWEEN 1 AND 128),
  purpose text COLLATE "C" NOT NULL CHECK (purpose ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  given_at timestamptz NOT NULL,
  -- It opens until just before. Nobody approves for ever: whoever means it still says so again.
  ends_at timestamptz NOT NULL CHECK (ends_at > given_at),
  -- When the end was last stated: at the start, or when it was given again.
  stated_at timestamptz NOT NULL CHECK (stated_at >= given_at AND ends_at <= stated_at + interval '2 years'),
  withdrawn_at timestamptz CHECK (withdrawn_at >= given_at)
);
-- What every read looks for, one look-up a link.
CREATE INDEX approval_living ON cloison.approval (person, purpose, organisation) INCLUDE (subject_type, given_at, ends_at)
  WHERE withdrawn_at IS NULL;
CREATE INDEX approval_person ON cloison.approval (person, place);

-- What became of a change, for the caller and the ledger.
CREATE TYPE cloison.approval_change AS (outcome text, id uuid, purpose text, organisation text, ends_at timestamptz);

-- Who changes a person's approvals waits for who does: there is one that lives for an organisation and a purpose.
CREATE FUNCTION cloison.lock_approvals(of_person uuid) RETURNS void LANGUAGE sql VOLATILE AS
  $$SELECT pg_advisory_xact_lock(hashtextextended('cloison.approval ' || of_person, 0))$$;

-- What was given to an organisation was given to whom it has absorbed, and to whom has absorbed it.
CREATE FUNCTION cloison.organisation_family(of_organisation text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT f.id::text FROM cloison.organisation o
    JOIN cloison.organisation f ON coalesce(f.absorbed_by, f.id) = coalesce(o.absorbed_by, o.id)
   WHERE o.id = of_organisation
$$;

-- Gives, or gives again with another end: END_PAST, END_TOO_FAR, UNKNOWN_ORGANISATION, UNCHANGED or GIVEN. `entry`: the head of the ledger's entry, with its
-- detail but for what is found here. Not recorded, not given.
CREATE FUNCTION cloison.give_approval(
  entry jsonb, of_type text, of_person uuid, of_organisation text, of_purpose text, given timestamptz, until timestamptz
) RETURNS cloison.approval_change
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
DECLARE
  receiver text;
  known cloison.approval;
  made cloison.approval_change;
BEGIN
  made.outcome := CASE WHEN until <= given THEN 'END_PAST' WHEN until > given + interval '2 years' THEN 'END_TOO_FAR' END;
  IF made.outcome IS NOT NULL THEN RETURN made; END IF;
  PERFORM cloison.lock_approvals(of_person);
  -- An organisation that was absorbed is its survivor.
  SELECT s.id INTO receiver FROM cloison.organisation o JOIN cloison.organisation s ON s.id = coalesce(o.absorbed_by, o.id)
   WHERE o.id = of_organisation AND s.state = 'ACTIVE';
  IF receiver IS NULL THEN
    made.outcome := 'UNKNOWN_ORGANISATION';
    RETURN made;
  END IF;
  SELECT * INTO known FROM cloison.approval a
   WHERE a.person = of_person AND a.subject_type = of_type AND a.purpose = of_purpose AND a.withdrawn_at IS NULL
     AND a.ends_at > given AND a.organisation = receiver
   ORDER BY a.place DESC LIMIT 1;
  made.outcome := CASE WHEN known.ends_at = until THEN 'UNCHANGED' ELSE 'GIVEN' END;
  -- The new end is the end: what lives longer by another name of the organisation does no more.
  UPDATE cloison.approval a SET withdrawn_at = greatest(given, a.given_at)
   WHERE a.person = of_person AND a.subject_type = of_type AND a.purpose = of_purpose AND a.withdrawn_at IS NULL
     AND a.ends_at > given AND a.id IS DISTINCT FROM known.id
     AND a.organisation IN (SELECT cloison.organisation_family(receiver));
  IF FOUND THEN made.outcome := 'GIVEN'; END IF;
  IF known.id IS NULL THEN
    INSERT INTO cloison.approval (subject_type, person, organisation, purpose, given_at, ends_at, stated_at)
    VALUES (of_type, of_person, receiver, of_purpose, given, until, given)
    RETURNING approval.id INTO made.id;
  ELSE
    made.id := known.id;
    IF known.ends_at <> until THEN
      UPDATE cloison.approval a SET ends_at = until, stated_at = greatest(given, a.given_at) WHERE a.id = known.id;
    END IF;
  END IF;
  made.purpose := of_purpose;
  made.organisation := receiver;
  made.ends_at := until;
  IF made.outcome = 'GIVEN' THEN PERFORM cloison.append_approval(entry, of_person, made); END IF;
  RETURN made;
END $$;

-- Takes one back, with whatever else lives of the same person for the same purpose by another name of the organisation: UNKNOWN for
-- an id that is none of the person's, UNCHANGED for what does not live, WITHDRAWN.
CREATE FUNCTION cloison.withdraw_approval(entry jsonb, of_types text[], of_person uuid, of_id uuid, withdrawn timestamptz)
RETURNS cloison.approval_change
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
DECLARE
  known cloison.approval;
  made cloison.approval_change;
BEGIN
  PERFORM cloison.lock_approvals(of_person);
  SELECT * INTO known FROM cloison.approval a WHERE a.id = of_id AND a.person = of_person AND a.subject_type = ANY (of_types);
  IF NOT FOUND THEN
    made.outcome := 'UNKNOWN';
    RETURN made;
  END IF;
  made.id := known.id;
  made.purpose := known.purpose;
  made.organisation := known.organisation;
  made.ends_at := known.ends_at;
  made.outcome := 'UNCHANGED';
  IF known.withdrawn_at IS NOT NULL OR known.ends_at <= withdrawn THEN RETURN made; END IF;
  UPDATE cloison.approval a SET withdrawn_at = greatest(withdrawn, a.given_at)
   WHERE a.person = of_person AND a.subject_type = known.subject_type AND a.purpose = known.purpose AND a.withdrawn_at IS NULL
     AND a.ends_at > withdrawn
     AND (a.id = known.id OR a.organisation IN (SELECT cloison.organisation_family(known.organisation)));
  made.outcome := 'WITHDRAWN';
  PERFORM cloison.append_approval(entry, of_person, made);
  RETURN made;
END $$;

CREATE FUNCTION cloison.append_approval(entry jsonb, of_person uuid, made cloison.approval_change) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cloison.append_entries(jsonb_build_array(entry || jsonb_build_object(
    'kind', 'EVENT', 'persons', format('{%s}', of_person), 'shapes', '[]'::jsonb,
    'detail', (entry -> 'detail') || jsonb_build_object(
      'event', 'APPROVAL_' || made.outcome, 'approval', made.id, 'to', made.organisation, 'for', made.purpose,
      'until', to_char(made.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))));
END $$;

-- Of persons who are erased: nothing stays of what they approved but the ledger's entries.
CREATE FUNCTION cloison.forget_approvals(of_type text, of_persons uuid[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = cloison, pg_temp AS
  'DELETE FROM cloison.approval a WHERE a.person = ANY (of_persons) AND a.subject_type = of_type';

REVOKE ALL ON FUNCTION cloison.lock_approvals(uuid), cloison.organisation_family(text),
  cloison.give_approval(jsonb, text, uuid, text, text, timestamptz, timestamptz),
  cloison.withdraw_approval(jsonb, text[], uuid, uuid, timestamptz),
  cloison.append_approval(jsonb, uuid, cloison.approval_change),
  cloison.forget_approvals(text, uuid[]) FROM PUBLIC;
