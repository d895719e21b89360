-- Trusted documents: an application that is restricted runs its registered operations and nothing else, for persons too.
ALTER TABLE cloison.application
  -- NULL: it sends what texts it likes, as far as its accounts' roles go.
  ADD COLUMN restricted_by cloison.actor,
  ADD COLUMN restricted_at timestamptz,
  ADD CHECK ((restricted_by IS NULL) = (restricted_at IS NULL));
