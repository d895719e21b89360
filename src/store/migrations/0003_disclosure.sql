-- Budgets of distinct persons, and the ledger of what was disclosed. Replicas write here through functions alone: what is
-- spent and what is recorded is one commit, and no statement of a replica takes a line back.

-- The time of budgets and ledger: the database's, so that no replica's clock refills a budget.
CREATE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- ── budgets ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- Whose persons are counted: a role's account, unit, organisation or subject. Its row is the lock of all that is counted in it.
CREATE TABLE cloison.budget_scope (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  role text COLLATE "C" NOT NULL CHECK (role ~ '^[A-Za-z_][A-Za-z0-9_]{0,127}$'),
  claim text COLLATE "C" NOT NULL CHECK (claim IN ('ACCOUNT', 'UNIT', 'ORGANISATION', 'SUBJECT')),
  value cloison.identifier NOT NULL,
  -- Seconds since the epoch of the newest count. It never goes back: a clock that is set back refills nothing.
  latest bigint NOT NULL DEFAULT 0,
  -- Persons that the links reach, counted at `caseload_at`; what a share is taken of.
  caseload integer CHECK (caseload >= 0),
  caseload_at bigint,
  UNIQUE (role, claim, value)
) WITH (fillfactor = 80);

-- One trailing window of a scope in 60 buckets and the one that is under way: bucket k stands at counts[k % 61 + 1]. Each
-- person stands in one bucket, that in which it was last served; a miss in that in which it happened.
CREATE TABLE cloison.budget_window (
  scope_id integer NOT NULL REFERENCES cloison.budget_scope,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('PERSONS', 'MISSES')),
  seconds integer NOT NULL CHECK (seconds BETWEEN 60 AND 400 * 86400),
  -- The newest bucket that was counted.
  bucket bigint NOT NULL,
  counts integer[] NOT NULL CHECK (cardinality(counts) = 61),
  PRIMARY KEY (scope_id, kind, seconds)
) WITH (fillfactor = 80);

-- When a person was last served to a scope, in seconds since the epoch.
CREATE TABLE cloison.budget_person (
  scope_id integer NOT NULL REFERENCES cloison.budget_scope,
  person uuid NOT NULL,
  seen bigint NOT NULL,
  -- The entry of a search that holds the person until it is known whom it found.
  held_by bigint,
  PRIMARY KEY (scope_id, person)
) WITH (fillfactor = 80);
CREATE INDEX budget_person_held_by ON cloison.budget_person (held_by) WHERE held_by IS NOT NULL;

-- A planned peak: a cohort in September. Two persons open it, for stated dates.
CREATE TABLE cloison.budget_peak (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope_id integer NOT NULL REFERENCES cloison.budget_scope,
  seconds integer NOT NULL CHECK (seconds BETWEEN 60 AND 400 * 86400),
  persons integer NOT NULL CHECK (persons > 0),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL CHECK (until_at > from_at AND until_at <= from_at + interval '92 days'),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  proposed_by cloison.actor NOT NULL,
  proposed_at timestamptz NOT NULL,
  confirmed_by cloison.actor CHECK (confirmed_by <> proposed_by),
  confirmed_at timestamptz,
  ended_by cloison.actor,
  ended_at timestamptz,
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
  CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX budget_peak_scope ON cloison.budget_peak (scope_id, seconds) WHERE ended_at IS NULL;

CREATE FUNCTION cloison.budget_width(seconds integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  'SELECT ((seconds + 59) / 60)::bigint';

-- What stands in a window at `instant`. The bucket under way and the sixty before it count: a window is never shorter than it says.
CREATE FUNCTION cloison.budget_used(w cloison.budget_window, instant bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(w.counts[(k % 61) + 1]), 0)
    FROM generate_series(greatest(instant / cloison.budget_width(w.seconds) - 60, w.bucket - 60), w.bucket) k
$$;

-- When `needed` more would fit below `bound`, in seconds since the epoch; NULL: never. `asked_again`: the buckets of those who are
-- asked for and still count: once theirs is gone they are new again.
CREATE FUNCTION cloison.budget_opens(
  w cloison.budget_window, instant bigint, needed bigint, bound bigint, asked_again bigint[] DEFAULT '{}'
) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (x.k + 61) * cloison.budget_width(w.seconds)
    FROM (SELECT k, sum(w.counts[(k % 61) + 1] - cardinality(array_positions(asked_again, k))) OVER (ORDER BY k) AS gone
            FROM generate_series(greatest(instant / cloison.budget_width(w.seconds) - 60, w.bucket - 60), w.bucket) k) x
   WHERE cloison.budget_used(w, instant) - x.gone + needed <= bound
   ORDER BY x.k LIMIT 1
$$;

-- The window's row. One that is new is counted from the persons that the scope knows, so that a policy that changes a
-- window's length refills nothing.
CREATE FUNCTION cloison.budget_window_of(scope integer, of_kind text, of_seconds integer, instant bigint)
RETURNS cloison.budget_window LANGUAGE plpgsql AS $$
DECLARE
  w cloison.budget_window;
  width bigint := cloison.budget_width(of_seconds);
  newest bigint := instant / width;
BEGIN
  SELECT * INTO w FROM cloison.budget_window x WHERE x.scope_id = scope AND x.kind = of_kind AND x.seconds = of_seconds;
  IF FOUND THEN RETURN w; END IF;
  INSERT INTO cloison.budget_window (scope_id, kind, seconds, bucket, counts)
  SELECT scope, of_kind, of_seconds, newest,
         ARRAY(SELECT coalesce(h.persons, 0)
                 FROM generate_series(0, 60) slot
                 LEFT JOIN (SELECT (p.seen / width) % 61 AS slot, count(*)::integer AS persons
                              FROM cloison.budget_person p
                             WHERE of_kind = 'PERSONS' AND p.scope_id = scope AND p.seen >= (newest - 60) * width
                             GROUP BY 1) h USING (slot)
                ORDER BY slot)
  RETURNING * INTO w;
  RETURN w;
END $$;

-- The bound of one allowance now, or NULL when the caseload must be counted (again) first.
CREATE FUNCTION cloison.budget_bound(
  s cloison.budget_scope, of_kind text, allowance jsonb, instant bigint, oldest_count bigint
) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  bound bigint := (allowance ->> 'of')::bigint;
  peak bigint;
BEGIN
  IF bound IS NULL THEN
    IF s.caseload_at IS NULL OR s.caseload_at < oldest_count THEN RETURN NULL; END IF;
    bound := least((allowance ->> 'cap')::bigint,
                   greatest((allowance ->> 'floor')::bigint, ceil((allowance ->> 'share')::numeric * s.caseload)));
  END IF;
  -- A peak is of persons: a cohort is no reason to guess.
  IF of_kind <> 'PERSONS' THEN RETURN bound; END IF;
  SELECT max(p.persons) INTO peak FROM cloison.budget_peak p
   WHERE p.scope_id = s.id AND p.seconds = (allowance ->> 'seconds')::integer AND p.ended_at IS NULL
     AND p.confirmed_at IS NOT NULL AND p.from_at <= to_timestamp(instant) AND p.until_at > to_timestamp(instant);
  RETURN greatest(bound, coalesce(peak, 0));
END $$;

-- What an operation draws from one scope: the scope as it is locked, its allowances, and when those of the persons whom it knows
-- were last served.
CREATE TYPE cloison.budget_draw AS (scope cloison.budget_scope, spending jsonb, seen bigint[], held bigint);

-- Why the persons and misses do not fit into a scope: NULL when they do, else what is exhausted, or that the caseload must
-- be counted.
CREATE FUNCTION cloison.budget_shortfall(d cloison.budget_draw, persons integer, unknown integer, instant bigint)
RETURNS TABLE (is_shadow boolean, why jsonb) LANGUAGE plpgsql AS $$
DECLARE
  s cloison.budget_scope := d.scope;
  allowance jsonb;
  w cloison.budget_window;
  width bigint;
  needed bigint;
  used bigint;
  bound bigint;
  kind text;
  asked_again bigint[];
BEGIN
  FOREACH kind IN ARRAY ARRAY['PERSONS', 'MISSES'] LOOP
    FOR allowance IN SELECT x FROM jsonb_array_elements(d.spending -> lower(kind)) x LOOP
      w := cloison.budget_window_of(s.id, kind, (allowance ->> 'seconds')::integer, instant);
      width := (w.seconds + 59) / 60;
      IF kind = 'MISSES' THEN
        needed := unknown;
        asked_again := '{}';
      ELSE
        asked_again := ARRAY(SELECT x / width FROM unnest(d.seen) x WHERE x >= (instant / width - 60) * width);
        -- Who tries needs a place, whether or not somebody is there: else a refusal would tell that somebody is.
        needed := greatest(persons - cardinality(asked_again), unknown);
      END IF;
      CONTINUE WHEN needed = 0;
      used := cloison.budget_used(w, instant);
      bound := cloison.budget_bound(s, kind, allowance, instant, instant - 3600);
      -- A caseload that has grown since it was counted refuses nobody.
      IF used + needed > bound THEN bound := cloison.budget_bound(s, kind, allowance, instant, instant - 60); END IF;
      IF bound IS NULL THEN
        is_shadow := false;
        why := jsonb_build_object('count', s.id);
        RETURN NEXT;
        RETURN;
      END IF;
      CONTINUE WHEN used + needed <= bound;
      is_shadow := (allowance ->> 'shadow')::boolean;
      why := jsonb_build_object('kind', kind, 'claim', s.claim, 'seconds', w.seconds, 'bound', bound, 'used', used,
        'needed', needed, 'opens', cloison.budget_opens(w, instant, needed, bound, asked_again));
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;

-- Moves a window on to the bucket of `instant` and adds to it.
CREATE FUNCTION cloison.budget_add(w cloison.budget_window, instant bigint, amounts jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  newest bigint := instant / cloison.budget_width(w.seconds);
  slots integer[] := w.counts;
  k bigint;
  amount jsonb;
BEGIN
  FOR k IN SELECT generate_series(greatest(w.bucket + 1, newest - 60), newest) LOOP
    slots[(k % 61) + 1] := 0;
  END LOOP;
  FOR amount IN SELECT x FROM jsonb_array_elements(amounts) x LOOP
    k := (amount ->> 0)::bigint;
    CONTINUE WHEN k < newest - 60;
    slots[(k % 61) + 1] := slots[(k % 61) + 1] + (amount ->> 1)::integer;
  END LOOP;
  UPDATE cloison.budget_window x SET counts = slots, bucket = greatest(w.bucket, newest)
   WHERE x.scope_id = w.scope_id AND x.kind = w.kind AND x.seconds = w.seconds;
END $$;

-- Counts the persons and misses in every window of a locked scope. `held`: persons that the entry gives back unless served. A
-- window that the policy has no more goes: another replica's policy would find it wrong.
CREATE FUNCTION cloison.budget_charge(
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
      IF missed > 0 THEN
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

-- ── the ledger ───────────────────────────────────────────────────────────────────────────────────────────────────

-- One operation: who, why, from where, when; which persons, which coordinates at which precision; never a value.
CREATE TABLE cloison.ledger_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  -- READ and WRITE disclose or change; REFUSAL is a decision not to; SETTLEMENT says of earlier entries what became of them;
  -- EVENT is what the engine or an operator did with persons' data (an erasure, a notice, letters made).
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('READ', 'WRITE', 'REFUSAL', 'SETTLEMENT', 'EVENT')),
  account text COLLATE "C",
  organisation text COLLATE "C",
  unit text COLLATE "C",
  application text COLLATE "C",
  actor text COLLATE "C",
  -- `jti` of the token, and the thumbprint of the key or certificate that it is bound to.
  token text COLLATE "C",
  key text COLLATE "C",
  role text COLLATE "C",
  purpose text COLLATE "C",
  -- The client's address.
  network text COLLATE "C",
  -- Root fields, `Query.tenants`, with a comma between two.
  operation text COLLATE "C",
  -- The first 16 hexadecimal characters of the policy's digest.
  policy text COLLATE "C",
  persons uuid[] NOT NULL DEFAULT '{}',
  -- What is disclosed of a person: coordinates, each with `:PRECISION` unless EXACT. A person has the one that `shape_of` names
  -- in its place (from 0); NULL: all have the first.
  shapes jsonb NOT NULL DEFAULT '[]',
  shape_of smallint[],
  -- Persons that a search looked at and may not have found: what is known of them comes with the settlement.
  candidates smallint NOT NULL DEFAULT 0,
  -- Searches and ids that found nobody.
  misses smallint NOT NULL DEFAULT 0,
  -- Of a SETTLEMENT: the entries, and DELIVERED, PART (but for `persons`) or WITHHELD. An entry without one was answered, or not:
  -- nobody knows.
  about bigint[],
  outcome text COLLATE "C" CHECK (outcome IN ('DELIVERED', 'PART', 'WITHHELD')),
  -- The code and rule of a REFUSAL, what an EVENT was, what a bound in shadow would have refused.
  detail jsonb,
  -- Makes the leaves of the tree say nothing to who has not the entry.
  salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) CHECK (octet_length(salt) = 16)
);
-- Entries come in the order of their time, so a few bytes a block find a day.
CREATE INDEX ledger_entry_at ON cloison.ledger_entry USING brin (at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX ledger_entry_account ON cloison.ledger_entry (account, at);
CREATE INDEX ledger_entry_organisation ON cloison.ledger_entry (organisation, at);

-- Nobody changes an entry; pruning says so first.
CREATE FUNCTION cloison.keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('cloison.prunes', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'cloison.% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();

-- Who writes an entry holds this lock shared until it commits; who takes it alone knows that no older id is still to come.
CREATE FUNCTION cloison.append_entry(e jsonb, persons uuid[], misses integer, detail jsonb, at_time timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  appended bigint;
BEGIN
  INSERT INTO cloison.ledger_entry (at, kind, account, organisation, unit, application, actor, token, key, role, purpose, network,
    operation, policy, persons, shapes, shape_of, candidates, misses, about, outcome, detail)
  VALUES (at_time, e ->> 'kind', e ->> 'account', e ->> 'organisation', e ->> 'unit', e ->> 'application', e ->> 'actor',
    e ->> 'token', e ->> 'key', e ->> 'role', e ->> 'purpose', e ->> 'network', e ->> 'operation', e ->> 'policy',
    append_entry.persons, coalesce(e -> 'shapes', '[]'), (e ->> 'shapeOf')::smallint[],
    least(coalesce((e ->> 'candidates')::integer, 0), 32767), append_entry.misses,
    (e ->> 'about')::bigint[], e ->> 'outcome', coalesce(append_entry.detail, e -> 'detail'))
  RETURNING id INTO appended;
  RETURN appended;
END $$;

-- Reserves and records, each operation wholly or not at all. Operations: {entry, persons, spending: [{scope, value, persons, misses,
-- seen}], probes: [{persons, isHeld}], held}. Arrays of uuids are PostgreSQL's text. `seen`: when, at the earliest, the replica has
-- seen all persons counted in the scope. Gives a row an operation, by its place from 1: RECORDED with the entry, its time in seconds
-- since the epoch, and which probes were counted as misses; EXHAUSTED with what is; COUNT with the scope whose caseload must be
-- counted first.
CREATE FUNCTION cloison.disclose(operations jsonb)
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
       WHERE p.scope_id IN (SELECT (x ->> 'scope')::integer FROM jsonb_array_elements(operation -> 'spending') x)
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
      FOR shortfall IN
        SELECT * FROM cloison.budget_shortfall(d, cardinality(of_persons), unknown, greatest(now_at, (d.scope).latest))
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

-- Says of recorded operations what became of them: {delivered: '{ids}', others: [{entry, outcome, persons, found, scopes}]}.
-- `persons` were held and not served; `found`: misses that were none after all.
CREATE FUNCTION cloison.settle(settlement jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
DECLARE
  at_time timestamptz := cloison.clock();
  other jsonb;
  entered bigint;
  w cloison.budget_window;
  given_back uuid[];
  settled cloison.ledger_entry;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4785221907);
  IF settlement ->> 'delivered' <> '{}' THEN
    PERFORM cloison.append_entry(jsonb_build_object('kind', 'SETTLEMENT', 'outcome', 'DELIVERED',
      'about', settlement ->> 'delivered'), '{}', 0, NULL, at_time);
  END IF;
  PERFORM FROM cloison.budget_scope s
   WHERE s.id IN (SELECT x::integer FROM jsonb_array_elements(settlement -> 'others') o, jsonb_array_elements_text(o -> 'scopes') x)
   ORDER BY s.id FOR NO KEY UPDATE;
  FOR other IN SELECT x FROM jsonb_array_elements(settlement -> 'others') x LOOP
    SELECT * INTO settled FROM cloison.ledger_entry l WHERE l.id = (other ->> 'entry')::bigint;
    CONTINUE WHEN NOT FOUND;
    PERFORM cloison.append_entry(jsonb_build_object('kind', 'SETTLEMENT', 'outcome', other ->> 'outcome',
      'about', format('{%s}', settled.id)), (other ->> 'persons')::uuid[], 0, NULL, at_time);
    FOR w IN SELECT x.* FROM cloison.budget_window x
              WHERE x.scope_id IN (SELECT y::integer FROM jsonb_array_elements_text(other -> 'scopes') y) LOOP
      entered := floor(extract(epoch FROM settled.at))::bigint / cloison.budget_width(w.seconds);
      IF w.kind = 'MISSES' THEN
        IF (other ->> 'found')::integer > 0 AND w.bucket - 60 <= entered THEN
          UPDATE cloison.budget_window x
             SET counts[(entered % 61) + 1] = greatest(0, x.counts[(entered % 61) + 1] - (other ->> 'found')::integer)
           WHERE x.scope_id = w.scope_id AND x.kind = w.kind AND x.seconds = w.seconds;
        END IF;
        CONTINUE;
      END IF;
      PERFORM cloison.budget_add(w, greatest(floor(extract(epoch FROM at_time))::bigint, w.bucket * cloison.budget_width(w.seconds)), (
        SELECT coalesce(jsonb_agg(jsonb_build_array(p.seen / cloison.budget_width(w.seconds), -1)), '[]')
          FROM cloison.budget_person p
         WHERE p.held_by = settled.id AND p.scope_id = w.scope_id AND p.person = ANY ((other ->> 'persons')::uuid[])));
    END LOOP;
    DELETE FROM cloison.budget_person p WHERE p.held_by = settled.id AND p.person = ANY ((other ->> 'persons')::uuid[]);
    UPDATE cloison.budget_person p SET held_by = NULL WHERE p.held_by = settled.id;
  END LOOP;
END $$;

-- Appends entries that spend nothing: refusals and events.
CREATE FUNCTION cloison.append_entries(entries jsonb) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
DECLARE
  e jsonb;
  at_time timestamptz := cloison.clock();
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4785221907);
  FOR e IN SELECT x FROM jsonb_array_elements(entries) x LOOP
    IF e ->> 'kind' NOT IN ('REFUSAL', 'EVENT') THEN
      RAISE EXCEPTION 'only refusals and events are appended so' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEXT cloison.append_entry(e, coalesce((e ->> 'persons')::uuid[], '{}'), 0, NULL, at_time);
  END LOOP;
END $$;

-- The scope's id; made when it is new.
CREATE FUNCTION cloison.budget_scope_of(of_role text, of_claim text, of_value text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
DECLARE
  found_id integer;
BEGIN
  SELECT id INTO found_id FROM cloison.budget_scope WHERE role = of_role AND claim = of_claim AND value = of_value;
  IF FOUND THEN RETURN found_id; END IF;
  INSERT INTO cloison.budget_scope (role, claim, value) VALUES (of_role, of_claim, of_value) ON CONFLICT DO NOTHING;
  SELECT id INTO STRICT found_id FROM cloison.budget_scope WHERE role = of_role AND claim = of_claim AND value = of_value;
  RETURN found_id;
END $$;

CREATE FUNCTION cloison.budget_counted(of_scope integer, persons integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
  UPDATE cloison.budget_scope s
     SET caseload = persons, caseload_at = greatest(floor(extract(epoch FROM cloison.clock()))::bigint, s.latest)
   WHERE s.id = of_scope
$$;

-- What is left: a row an allowance of the given spending, as `disclose` takes it. A bound that must be counted first is NULL.
CREATE FUNCTION cloison.budget_left(spendings jsonb)
RETURNS TABLE (scope integer, kind text, claim text, seconds integer, bound bigint, used bigint, opens bigint, shadow boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
  SELECT s.id, k.kind, s.claim, (a ->> 'seconds')::integer, b.bound, u.used,
         CASE WHEN u.used >= b.bound THEN cloison.budget_opens(w, t.instant, 1, b.bound) END, (a ->> 'shadow')::boolean
    FROM jsonb_array_elements(spendings) x
    JOIN cloison.budget_scope s ON s.id = (x ->> 'scope')::integer
   CROSS JOIN (VALUES ('PERSONS'), ('MISSES')) k(kind)
   CROSS JOIN LATERAL jsonb_array_elements(x -> lower(k.kind)) a
   CROSS JOIN LATERAL (SELECT greatest(floor(extract(epoch FROM cloison.clock()))::bigint, s.latest) AS instant) t
    LEFT JOIN cloison.budget_window w ON w.scope_id = s.id AND w.kind = k.kind AND w.seconds = (a ->> 'seconds')::integer
   CROSS JOIN LATERAL (SELECT CASE WHEN w.scope_id IS NULL THEN 0 ELSE cloison.budget_used(w, t.instant) END AS used) u
   CROSS JOIN LATERAL (SELECT cloison.budget_bound(s, k.kind, a, t.instant, t.instant - 3600) AS bound) b
$$;

-- Takes away what no window counts any more; at most `most` rows a call. Gives how many.
CREATE FUNCTION cloison.purge_budgets(most integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = cloison, pg_temp AS $$
  WITH old AS (
    SELECT p.ctid FROM cloison.budget_person p
      JOIN (SELECT w.scope_id, max(61 * cloison.budget_width(w.seconds)) AS longest
              FROM cloison.budget_window w WHERE w.kind = 'PERSONS' GROUP BY 1) w USING (scope_id)
     WHERE p.seen < floor(extract(epoch FROM cloison.clock()))::bigint - w.longest - 3600
     LIMIT most FOR UPDATE OF p SKIP LOCKED
  ), gone AS (DELETE FROM cloison.budget_person p USING old WHERE p.ctid = old.ctid RETURNING 1)
  SELECT count(*) FROM gone
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA cloison FROM PUBLIC;
