-- Pending links live for minutes; at most one of an account is under way. No foreign key: somebody who names an
-- account that does not exist gets a row like any other, under an id that no account has, and so the same answers.
CREATE TABLE link (
  account_id text NOT NULL,
  id text NOT NULL CHECK (length(id) = 22),
  -- SHA-256 of the new device's secret for this link.
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

-- The new device knows the link's id and secret, and not yet the account.
CREATE UNIQUE INDEX link_id ON link (id);
CREATE INDEX link_expires ON link (expires);
