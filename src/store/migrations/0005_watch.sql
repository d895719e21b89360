-- Detection: what the watcher remembers of accounts, what it raised, and what that set off. No value of a person is here.

-- How far the ledger was read. Written by whoever holds the watcher's lock, on the connection that holds it.
CREATE TABLE cloison.watch_progress (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  last_entry bigint NOT NULL,
  -- Ids below it that had not committed; they are asked for again.
  missing bigint[] NOT NULL DEFAULT '{}',
  -- What stood in the ledger before there was a watcher teaches habits and raises nothing.
  learns_until bigint NOT NULL,
  shared jsonb NOT NULL
);

CREATE TABLE cloison.watched_account (
  account text COLLATE "C" PRIMARY KEY,
  -- Counts by time, networks, hours, coordinates.
  state jsonb NOT NULL,
  -- Four bytes of each person's random key, of late and before.
  known bytea NOT NULL,
  before bytea NOT NULL
);
CREATE TABLE cloison.watched_organisation (
  organisation text COLLATE "C" PRIMARY KEY,
  state jsonb NOT NULL
);

CREATE TABLE cloison.alarm (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  -- Of the ledger: the one at which it was raised.
  entry bigint NOT NULL,
  account text COLLATE "C" NOT NULL,
  organisation text COLLATE "C",
  detector text COLLATE "C" NOT NULL CHECK (detector ~ '^[A-Z_]{1,40}$'),
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  -- By detector: ids and counts.
  evidence jsonb NOT NULL,
  -- Whom the reactions were for.
  accounts text[] COLLATE "C" NOT NULL,
  reactions text[] COLLATE "C" NOT NULL,
  acknowledged_by cloison.actor,
  acknowledged_at timestamptz,
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL)),
  UNIQUE (entry, account)
);
CREATE INDEX alarm_open ON cloison.alarm (id) WHERE acknowledged_at IS NULL;

-- What the webhook is still to be told, in the order of the alarms.
CREATE TABLE cloison.alarm_delivery (
  alarm_id bigint PRIMARY KEY REFERENCES cloison.alarm,
  body text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  delivered_at timestamptz
);
CREATE INDEX alarm_delivery_due ON cloison.alarm_delivery (alarm_id) WHERE delivered_at IS NULL;

-- Accounts whose answers are delayed, on every replica.
CREATE TABLE cloison.slowed_account (
  account text COLLATE "C" PRIMARY KEY,
  until timestamptz NOT NULL
);

-- Persons who do not exist: nobody reaches them, so that only guessing meets them.
CREATE TABLE cloison.tripwire (
  -- The row's own key.
  person uuid PRIMARY KEY,
  type text COLLATE "C" NOT NULL,
  added_by cloison.actor NOT NULL,
  added_at timestamptz NOT NULL
);
CREATE TABLE cloison.tripwire_token (
  person uuid NOT NULL REFERENCES cloison.tripwire ON DELETE CASCADE,
  -- Of the blind index: `table.column`.
  index_name text COLLATE "C" NOT NULL,
  token bytea NOT NULL,
  -- Whether nobody else can have the token: it is not shortened.
  is_sure boolean NOT NULL,
  PRIMARY KEY (person, index_name)
);
