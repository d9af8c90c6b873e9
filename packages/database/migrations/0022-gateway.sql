-- What a gateway obeys: one sealed, signed document for each; a new version takes the old one's place.
CREATE TABLE gateway_settings (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  target text NOT NULL,
  version bigint NOT NULL,
  author text NOT NULL,
  epoch integer NOT NULL,
  -- Ids of the API keys inside.
  keys text[] NOT NULL,
  envelope bytea NOT NULL,
  target_enc bytea NOT NULL,
  target_sealed bytea NOT NULL,
  account_enc bytea NOT NULL,
  account_sealed bytea NOT NULL,
  signature bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, target),
  FOREIGN KEY (account_id, target) REFERENCES device ON DELETE CASCADE
);
ALTER TABLE gateway_settings ALTER COLUMN envelope SET STORAGE EXTERNAL;
