-- The newest keys of a list, and where the list ends now; who appends queues up at this row.
CREATE TABLE list_key (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  list text NOT NULL,
  version integer NOT NULL,
  author text NOT NULL,
  epoch integer NOT NULL,
  -- Where the list ended when its author signed.
  head_count bigint NOT NULL,
  head_digest bytea,
  envelope bytea NOT NULL,
  account_enc bytea NOT NULL,
  account_sealed bytea NOT NULL,
  -- Who follows the list besides the account's readers, and the 80 octets of each one's wrap in the same order.
  gateways text[] NOT NULL,
  sealed bytea NOT NULL,
  signature bytea NOT NULL,
  count bigint NOT NULL,
  digest bytea,
  stored date NOT NULL,
  PRIMARY KEY (account_id, list),
  CHECK (length(sealed) = 80 * cardinality(gateways)),
  CHECK ((count = 0) = (digest IS NULL))
);

-- A list's sealed, signed segments; none is ever changed.
CREATE TABLE list_segment (
  account_id text NOT NULL,
  list text NOT NULL,
  number bigint NOT NULL,
  author text NOT NULL,
  previous bytea,
  key_version integer NOT NULL,
  envelope bytea NOT NULL,
  signature bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, list, number),
  FOREIGN KEY (account_id, list) REFERENCES list_key ON DELETE CASCADE
);
ALTER TABLE list_segment ALTER COLUMN envelope SET STORAGE EXTERNAL;
