-- Requests of a gateway's customers, by keyed hashes that the gateway makes: the same request again is known by its row.
-- No foreign key: a thousand rows a statement would each look their account up, which that statement has locked anyway.
CREATE TABLE claim (
  account_id text NOT NULL,
  key bytea NOT NULL,
  body bytea NOT NULL,
  -- The texts of the request: `count` of the batch's from `first` on.
  batch_id text NOT NULL,
  first integer NOT NULL,
  count integer NOT NULL,
  -- The full hour at which the row goes.
  expires timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);
-- Rows are stored in the order in which they go.
CREATE INDEX claim_expires ON claim USING brin (expires);
