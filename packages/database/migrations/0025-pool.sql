-- A pool of gateways obeys one document, which is wrapped to each of its members. What was signed for one gateway alone
-- cannot be put into this form by anybody but a device that configures: it is signed again.
DELETE FROM gateway_settings;
ALTER TABLE gateway_settings
  DROP COLUMN target_enc,
  DROP COLUMN target_sealed,
  -- The pool's gateways, and the 80 octets of each one's wrap in the same order.
  ADD COLUMN members text[] NOT NULL,
  ADD COLUMN sealed bytea NOT NULL,
  ADD CHECK (length(sealed) = 80 * cardinality(members));

-- Public keys of a pool's days; the first of a day and generation counts.
CREATE TABLE pool_key (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  pool text NOT NULL,
  generation bigint NOT NULL,
  day date NOT NULL,
  author text NOT NULL,
  public bytea NOT NULL,
  -- Those whom its author signed for.
  members text[] NOT NULL,
  signature bytea NOT NULL,
  -- The last day on which it is kept; later with each batch that may leave later.
  until date NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, pool, generation, day)
);
CREATE INDEX pool_key_until ON pool_key (until);

-- Their private halves, sealed to members; one who comes later is granted them by another.
CREATE TABLE pool_key_wrap (
  account_id text NOT NULL,
  key_id text NOT NULL,
  member text NOT NULL,
  enc bytea NOT NULL,
  sealed bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, key_id, member),
  FOREIGN KEY (account_id, key_id) REFERENCES pool_key ON DELETE CASCADE
);

-- Which of a pool's days a batch is wrapped to, and the device that leased it last.
ALTER TABLE batch ADD COLUMN pool_key text, ADD COLUMN holder text;
UPDATE batch SET holder = target;
