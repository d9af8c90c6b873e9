-- Codes under way with which the holder of an open account opens it on another device: ten minutes, then gone.
CREATE TABLE identity.key_code (
  account_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  code bytea NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  expires timestamptz NOT NULL
);
CREATE INDEX key_code_expires ON identity.key_code (expires);
