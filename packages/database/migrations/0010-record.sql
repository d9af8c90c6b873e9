-- Sealed records. Clear columns are those of the inventory; `conversation` and `day` stand on messages only.
-- No foreign key: its check per row would cost more than the row. Account deletion reaches this table by the inventory's plan.
CREATE TABLE record (
  account_id text NOT NULL,
  seq bigint NOT NULL,
  author_seq bigint NOT NULL,
  version integer NOT NULL,
  epoch integer NOT NULL,
  day date,
  stored date NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  author text NOT NULL,
  conversation text,
  envelope bytea NOT NULL,
  PRIMARY KEY (account_id, kind, id)
);
-- Ciphertext does not compress.
ALTER TABLE record ALTER COLUMN envelope SET STORAGE EXTERNAL;

-- The change feed.
CREATE UNIQUE INDEX record_feed ON record (account_id, seq);
-- Cold start, newest day first, and retention by day.
CREATE INDEX record_day ON record (account_id, day DESC, id) WHERE kind = 'message';

-- What was deleted, for 90 days.
CREATE TABLE tombstone (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  kind text NOT NULL,
  id text NOT NULL,
  seq bigint NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, kind, id)
);
CREATE UNIQUE INDEX tombstone_feed ON tombstone (account_id, seq);
CREATE INDEX tombstone_stored ON tombstone (stored);

-- One line per kind: everything of an earlier day was expired by the account's retention preference.
CREATE TABLE expired_before (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  kind text NOT NULL,
  before date NOT NULL,
  seq bigint NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, kind)
);
CREATE UNIQUE INDEX expired_before_feed ON expired_before (account_id, seq);

-- Cursors below it may have missed deletions that are no longer known.
ALTER TABLE account ADD COLUMN horizon bigint NOT NULL DEFAULT 0;

-- Inbound sessions ride in the feed.
ALTER TABLE inbound_session ADD COLUMN seq bigint NOT NULL;
CREATE UNIQUE INDEX inbound_session_feed ON inbound_session (account_id, seq);
