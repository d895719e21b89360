-- What makes a tampering with the ledger show: a Merkle tree over its entries, signed every second. All of it follows from
-- cloison.ledger_entry and the key, so verification believes none of it.

-- Which ledger this is: two that are swapped have the same key, not the same origin.
CREATE TABLE cloison.ledger_log (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  origin uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO cloison.ledger_log DEFAULT VALUES;

-- Where an entry's leaves stand in the tree. The digest names an entry that was changed: of a root one only knows that something
-- below it was.
CREATE TABLE cloison.ledger_leaf (
  entry bigint PRIMARY KEY,
  first bigint NOT NULL CHECK (first >= 0),
  leaves integer NOT NULL CHECK (leaves > 0),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32)
);

-- Which entries name a person. Nobody looks for anything but equality, and a hash takes half the time of a tree of UUIDs.
CREATE TABLE cloison.ledger_person (
  person uuid NOT NULL,
  entry bigint NOT NULL
);
CREATE INDEX ledger_person_person ON cloison.ledger_person USING hash (person);

-- What became of an entry, by its first SETTLEMENT.
CREATE TABLE cloison.ledger_settled (
  entry bigint PRIMARY KEY,
  outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('DELIVERED', 'PART', 'WITHHELD')),
  settlement bigint NOT NULL
);

-- The tree as it stood after `last_entry`. `frontier`: the roots of its full subtrees, 32 bytes each, from which it grows on.
CREATE TABLE cloison.ledger_checkpoint (
  size bigint PRIMARY KEY CHECK (size > 0),
  last_entry bigint NOT NULL UNIQUE,
  at timestamptz NOT NULL,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
  -- A compact JWS over origin, size, root, time, last entry and the root before.
  signed text COLLATE "C" NOT NULL
);

-- Up to where entries were pruned, at a checkpoint; signed, or whoever deletes the first entries would have pruned them.
CREATE TABLE cloison.ledger_cut (
  size bigint PRIMARY KEY CHECK (size > 0),
  last_entry bigint NOT NULL UNIQUE,
  at timestamptz NOT NULL,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
  signed text COLLATE "C" NOT NULL
);

CREATE TRIGGER ledger_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_log
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();
CREATE TRIGGER ledger_leaf_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_leaf
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();
CREATE TRIGGER ledger_person_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_person
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();
CREATE TRIGGER ledger_settled_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_settled
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();
CREATE TRIGGER ledger_checkpoint_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();
CREATE TRIGGER ledger_cut_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cloison.ledger_cut
  FOR EACH STATEMENT EXECUTE FUNCTION cloison.keep_ledger();

-- The last entry below which none is still to come. The lock is held for no round trip; whoever writes waits for it at most as
-- long as for the slowest writer under way, and never longer than the timeout.
CREATE FUNCTION cloison.ledger_horizon() RETURNS bigint LANGUAGE plpgsql SET lock_timeout = '100ms' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4785221907);
  RETURN (SELECT coalesce(max(id), 0) FROM cloison.ledger_entry);
END $$;
REVOKE ALL ON FUNCTION cloison.ledger_horizon() FROM PUBLIC;
