-- One row per batch of up to 1,000 texts; `states` holds one octet per text.
CREATE TABLE batch (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  -- Place in the change feed, and the place it was posted at, which is its age.
  seq bigint NOT NULL,
  posted bigint NOT NULL,
  target text NOT NULL,
  author text NOT NULL,
  epoch integer NOT NULL,
  priority smallint NOT NULL,
  not_before timestamptz,
  expires timestamptz NOT NULL,
  count integer NOT NULL,
  envelope bytea NOT NULL,
  -- Gone when nothing more is expected of the batch.
  target_enc bytea,
  target_sealed bytea,
  account_enc bytea NOT NULL,
  account_sealed bytea NOT NULL,
  signature bytea NOT NULL,
  states bytea NOT NULL,
  -- How many texts still have to leave.
  waiting integer NOT NULL,
  -- The lease under way; both are null when there is none.
  lease text,
  lease_until timestamptz,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id),
  CHECK (length(states) = count),
  CHECK ((lease IS NULL) = (lease_until IS NULL)),
  CHECK ((target_enc IS NULL) = (target_sealed IS NULL))
);
ALTER TABLE batch ALTER COLUMN envelope SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX batch_feed ON batch (account_id, seq);
CREATE INDEX batch_due ON batch (account_id, target, priority, posted) WHERE waiting > 0;
CREATE INDEX batch_expires ON batch (expires) WHERE waiting > 0;
CREATE INDEX batch_lease ON batch (lease_until) WHERE lease IS NOT NULL;

-- Signed, sealed events of a batch.
CREATE TABLE segment (
  account_id text NOT NULL,
  batch_id text NOT NULL,
  number bigint NOT NULL,
  seq bigint NOT NULL,
  author text NOT NULL,
  envelope bytea NOT NULL,
  signature bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, batch_id, number),
  FOREIGN KEY (account_id, batch_id) REFERENCES batch ON DELETE CASCADE
);
ALTER TABLE segment ALTER COLUMN envelope SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX segment_feed ON segment (account_id, seq);
