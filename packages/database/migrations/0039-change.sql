-- A new e-mail address or number of a holder that awaits its code: ten minutes, then gone. A new one cancels the old.
CREATE TABLE identity.change (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  what text NOT NULL CHECK (what IN ('email', 'mobile')),
  -- What it is to become, encrypted.
  value bytea NOT NULL,
  -- HMAC of the code.
  code bytea NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  expires timestamptz NOT NULL,
  PRIMARY KEY (account_id, what)
);
CREATE INDEX change_expires ON identity.change (expires);
