-- Who may act for an account. Nothing here opens an envelope.
CREATE SCHEMA identity;

CREATE TABLE identity.holder (
  account_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  -- Lower case.
  email text NOT NULL UNIQUE,
  -- E.164.
  mobile text NOT NULL UNIQUE,
  -- Argon2id in PHC form; null until one was set.
  password text
);

-- Sign-ups that nobody has confirmed: ten minutes, then gone. One row an e-mail, so a new code cancels the old.
CREATE TABLE identity.sign_up (
  email text PRIMARY KEY,
  mobile text NOT NULL,
  -- HMAC of the one-time password; of nothing at all where the e-mail or number has an account already.
  code bytea NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  expires timestamptz NOT NULL
);
CREATE INDEX sign_up_expires ON identity.sign_up (expires);

-- Forgotten passwords under way.
CREATE TABLE identity.reset (
  account_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  code bytea NOT NULL,
  tries smallint NOT NULL DEFAULT 0,
  expires timestamptz NOT NULL
);
CREATE INDEX reset_expires ON identity.reset (expires);

CREATE TABLE identity.session (
  id text PRIMARY KEY CHECK (length(id) = 22),
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  -- SHA-256 of the cookie's 32 random octets.
  token bytea NOT NULL UNIQUE,
  started timestamptz NOT NULL,
  -- In steps of some minutes, so that reading a page does not write one.
  last_used timestamptz NOT NULL
);
CREATE INDEX session_account ON identity.session (account_id, started);
CREATE INDEX session_last_used ON identity.session (last_used);

CREATE TABLE identity.passkey (
  id text PRIMARY KEY CHECK (length(id) = 22),
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  -- The authenticator's name for it (WebAuthn §4, credential id).
  credential bytea NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  stored date NOT NULL
);
CREATE INDEX passkey_account ON identity.passkey (account_id, stored, id);

-- Challenges are not stored when they are given, only when they were answered: none is good twice.
CREATE TABLE identity.used_challenge (
  digest bytea PRIMARY KEY,
  expires timestamptz NOT NULL
);
CREATE INDEX used_challenge_expires ON identity.used_challenge (expires);
