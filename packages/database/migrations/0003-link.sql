-- Pending links live for minutes; at most one of an account is under way.
CREATE TABLE link (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  secret bytea NOT NULL,
  platform text NOT NULL,
  name text NOT NULL,
  commitment bytea NOT NULL,
  credential bytea NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'answered', 'revealed', 'finished', 'refused')),
  answer jsonb,
  reveal jsonb,
  expires timestamptz NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id)
);

CREATE UNIQUE INDEX link_pending ON link (account_id) WHERE state IN ('waiting', 'answered', 'revealed');
