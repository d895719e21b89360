-- Who names a person by attributes: a match, a first contact. Its misses are counted in scopes of the field's own, `ROLE:field`.

ALTER TABLE cloison.budget_scope DROP CONSTRAINT budget_scope_role_check;
ALTER TABLE cloison.budget_scope
  ADD CHECK (role ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}(:[A-Za-z_][A-Za-z0-9_]{0,127})?$');

-- As before, but that a miss is counted only in the windows that the operation spends: a match has misses of its own, beside
-- which it spends the persons of its role.
CREATE OR REPLACE FUNCTION cloison.budget_charge(
  d cloison.budget_draw, persons uuid[], held uuid[], missed integer, entry bigint, instant bigint
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  of_scope integer := (d.scope).id;
  w cloison.budget_window;
  width bigint;
  newest bigint;
  moved jsonb;
  standing integer;
  started bigint := 0;
  longest bigint := 0;
BEGIN
  FOR w IN SELECT * FROM cloison.budget_window x WHERE x.scope_id = of_scope LOOP
    width := (w.seconds + 59) / 60;
    newest := instant / width;
    IF w.kind = 'MISSES' THEN
      IF missed > 0 AND d.spending -> 'misses' @> jsonb_build_array(jsonb_build_object('seconds', w.seconds)) THEN
        PERFORM cloison.budget_add(w, instant, jsonb_build_array(jsonb_build_array(newest, missed)));
      END IF;
      CONTINUE;
    END IF;
    IF NOT d.spending -> 'persons' @> jsonb_build_array(jsonb_build_object('seconds', w.seconds)) THEN
      DELETE FROM cloison.budget_window x WHERE x.scope_id = of_scope AND x.kind = w.kind AND x.seconds = w.seconds;
      CONTINUE;
    END IF;
    started := greatest(started, newest * width);
    longest := greatest(longest, 61 * width);
    SELECT coalesce(jsonb_agg(jsonb_build_array(x.k, -x.n)) FILTER (WHERE x.k < newest), '[]'),
           coalesce(sum(x.n) FILTER (WHERE x.k = newest), 0)
      INTO moved, standing
      FROM (SELECT y / width AS k, count(*) AS n FROM unnest(d.seen) y GROUP BY 1) x;
    IF standing < cardinality(persons) THEN
      PERFORM cloison.budget_add(w, instant, moved || jsonb_build_array(jsonb_build_array(newest, cardinality(persons) - standing)));
    END IF;
  END LOOP;
  UPDATE cloison.budget_scope x SET latest = instant WHERE x.id = of_scope AND x.latest < instant;
  IF longest = 0 THEN RETURN; END IF;
  IF d.held = 0 AND cardinality(d.seen) = cardinality(persons) AND NOT EXISTS (SELECT FROM unnest(d.seen) x WHERE x < started) THEN
    RETURN;
  END IF;
  INSERT INTO cloison.budget_person AS p (scope_id, person, seen, held_by)
  SELECT of_scope, x, instant, CASE WHEN x = ANY (budget_charge.held) THEN entry END FROM unnest(persons) x
  ON CONFLICT (scope_id, person) DO UPDATE
     SET seen = EXCLUDED.seen, held_by = CASE WHEN p.seen < instant - longest THEN EXCLUDED.held_by END
   WHERE p.seen < started OR p.held_by IS NOT NULL;
END $$;

-- As before, and `alike`: whoever the operation found, it needs a place for one more person and one more miss, so that a refusal
-- tells nothing of whom it found; one whom the caller knows already is tried like any other.
CREATE OR REPLACE FUNCTION cloison.disclose(operations jsonb)
RETURNS TABLE (place integer, outcome text, entry bigint, at bigint, missed integer[], why jsonb)
-- Who holds a scope for longer is ill: those who share a statement with its operations don't wait for it.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
  at_time timestamptz := cloison.clock();
  now_at bigint := floor(extract(epoch FROM at_time));
  counted integer[];
  operation jsonb;
  spending jsonb;
  shortfall record;
  d cloison.budget_draw;
  tried cloison.budget_draw;
  draws cloison.budget_draw[];
  of_persons uuid[];
  known uuid[];
  unknown integer;
  shadow jsonb;
BEGIN
  -- Whatever the session says, what is recorded survives the server's death once it is answered.
  IF current_setting('synchronous_commit') IN ('off', 'local') THEN PERFORM set_config('synchronous_commit', 'on', true); END IF;
  PERFORM pg_advisory_xact_lock_shared(4785221907);
  -- Who was counted in the bucket that is under way in each window: nothing is to be counted, and nobody waits for a lock.
  SELECT array_agg(o.place) INTO counted
    FROM jsonb_array_elements(operations) WITH ORDINALITY o(operation, place)
   WHERE NOT o.operation ? 'probes'
     AND NOT EXISTS (
       SELECT FROM jsonb_array_elements(o.operation -> 'spending') x
         LEFT JOIN cloison.budget_scope s ON s.id = (x ->> 'scope')::integer AND s.value = coalesce(x ->> 'value', s.value)
        CROSS JOIN LATERAL jsonb_array_elements(x -> 'persons') a
        CROSS JOIN LATERAL (SELECT (((a ->> 'seconds')::integer + 59) / 60)::bigint AS width) w
        WHERE o.operation ->> 'persons' <> '{}'
          AND (s.id IS NULL OR ((x ->> 'seen')::bigint >= greatest(now_at, s.latest) / w.width * w.width) IS NOT TRUE));
  IF counted IS NOT NULL THEN
    FOR place, entry IN
      SELECT o.place, cloison.append_entry(o.operation -> 'entry', (o.operation ->> 'persons')::uuid[], 0, NULL, at_time)
        FROM jsonb_array_elements(operations) WITH ORDINALITY o(operation, place)
       WHERE o.place = ANY (counted)
    LOOP
      outcome := 'RECORDED'; at := now_at; missed := '{}'; why := NULL;
      RETURN NEXT;
    END LOOP;
    IF cardinality(counted) = jsonb_array_length(operations) THEN RETURN; END IF;
  END IF;
  -- The scopes of all others, in one order, so that no two wait for each other.
  PERFORM FROM cloison.budget_scope s
   WHERE s.id IN (SELECT (x ->> 'scope')::integer
                    FROM jsonb_array_elements(operations) WITH ORDINALITY o(operation, place), jsonb_array_elements(o.operation -> 'spending') x
                   WHERE counted IS NULL OR o.place <> ALL (counted))
   ORDER BY s.id FOR NO KEY UPDATE;
  <<each>>
  FOR place, operation IN
    SELECT o.place, o.operation FROM jsonb_array_elements(operations) WITH ORDINALITY o(operation, place)
     WHERE counted IS NULL OR o.place <> ALL (counted)
     ORDER BY o.place
  LOOP
    of_persons := (operation ->> 'persons')::uuid[];
    outcome := 'RECORDED'; entry := NULL; at := now_at; missed := '{}'; why := NULL; shadow := NULL; unknown := 0;
    IF operation ? 'probes' THEN
      -- An id or a name of somebody whom the caller knows anyway tries nothing.
      SELECT array_agg(DISTINCT p.person) INTO known FROM cloison.budget_person p
       WHERE NOT operation ? 'alike' AND p.scope_id IN (SELECT (x ->> 'scope')::integer FROM jsonb_array_elements(operation -> 'spending') x)
         AND p.person = ANY (of_persons) AND p.held_by IS NULL;
      SELECT count(*), coalesce(array_agg(x.place::integer - 1) FILTER (WHERE x.found = '{}' OR x.is_held), '{}')
        INTO unknown, missed
        FROM (SELECT (y.probe ->> 'persons')::uuid[] AS found, (y.probe ->> 'isHeld')::boolean AS is_held, y.place
                FROM jsonb_array_elements(operation -> 'probes') WITH ORDINALITY y(probe, place)) x
       WHERE x.found = '{}' OR NOT x.found <@ coalesce(known, '{}');
    END IF;
    draws := '{}';
    FOR spending IN SELECT x FROM jsonb_array_elements(operation -> 'spending') x LOOP
      d.spending := spending;
      SELECT s INTO d.scope FROM cloison.budget_scope s
       WHERE s.id = (spending ->> 'scope')::integer AND s.value = coalesce(spending ->> 'value', s.value);
      IF d.scope IS NULL THEN
        RAISE EXCEPTION 'the number of a budget is another''s: the database is an older one' USING ERRCODE = 'object_not_in_prerequisite_state';
      END IF;
      SELECT coalesce(array_agg(p.seen), '{}'), count(p.held_by) INTO d.seen, d.held
        FROM cloison.budget_person p WHERE p.scope_id = (spending ->> 'scope')::integer AND p.person = ANY (of_persons);
      draws := draws || d;
      tried := d;
      IF operation ? 'alike' THEN tried.seen := '{}'; END IF;
      FOR shortfall IN
        SELECT * FROM cloison.budget_shortfall(tried, cardinality(of_persons), unknown, greatest(now_at, (d.scope).latest))
      LOOP
        IF shortfall.is_shadow THEN shadow := coalesce(shadow, '[]') || shortfall.why;
        ELSE why := coalesce(why, shortfall.why);
        END IF;
      END LOOP;
      IF why IS NOT NULL THEN
        outcome := CASE WHEN why ? 'count' THEN 'COUNT' ELSE 'EXHAUSTED' END;
        missed := '{}';
        RETURN NEXT;
        CONTINUE each;
      END IF;
    END LOOP;
    entry := cloison.append_entry(operation -> 'entry', of_persons, cardinality(missed),
      CASE WHEN shadow IS NOT NULL THEN jsonb_build_object('shadow', shadow) END, at_time);
    FOREACH d IN ARRAY draws LOOP
      PERFORM cloison.budget_charge(d, of_persons, coalesce((operation ->> 'held')::uuid[], '{}'),
        cardinality(missed), entry, greatest(now_at, (d.scope).latest));
    END LOOP;
    RETURN NEXT;
  END LOOP;
END $$;

-- ── first contact ────────────────────────────────────────────────────────────────────────────────────────────────

-- Who asks to be linked to whom. A row is written for nobody too, and is kept as one for somebody is. It holds ids and names, and
-- of the attributes that named the person a keyed digest alone.
CREATE TABLE cloison.link_request (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  -- The field of Mutation.
  request text COLLATE "C" NOT NULL CHECK (length(request) BETWEEN 1 AND 128),
  record_type text COLLATE "C" NOT NULL,
  subject_type text COLLATE "C" NOT NULL,
  -- NULL: nobody.
  person uuid,
  -- By what the same request is known again.
  asked bytea NOT NULL CHECK (octet_length(asked) = 32),
  role text COLLATE "C" NOT NULL,
  organisation cloison.identifier,
  account cloison.identifier NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  "values" jsonb NOT NULL,
  -- The misses that it was counted for, and in which scopes: they are given back when it is accepted.
  entries bigint[] NOT NULL,
  scopes integer[] NOT NULL,
  requested_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > requested_at),
  decided_at timestamptz,
  decision text COLLATE "C" CHECK (decision IN ('ACCEPTED', 'REFUSED', 'EXPIRED')),
  decided_by text COLLATE "C" CHECK (decided_by IN ('PERSON', 'ACCOMPANYING', 'ENGINE')),
  -- Whether the same may be asked anew. A refusal leaves it false until the time is over: nobody learns of it, nobody is pressed.
  is_over boolean NOT NULL DEFAULT false,
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX link_request_asked ON cloison.link_request (asked) WHERE NOT is_over;
CREATE INDEX link_request_person ON cloison.link_request (person, place);
CREATE INDEX link_request_expires ON cloison.link_request (expires_at) WHERE decided_at IS NULL;
CREATE INDEX link_request_old ON cloison.link_request (expires_at);
