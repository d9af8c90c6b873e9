-- The devices' chain, as signed: the server checks its structure, only devices check signatures.
CREATE TABLE chain_entry (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  index integer NOT NULL CHECK (index >= 0),
  body bytea NOT NULL,
  signature bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, index)
);

-- What the server enforces from the chain: liveness, capabilities, credential, author sequence.
CREATE TABLE device (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  platform text NOT NULL,
  can text[] NOT NULL,
  credential bytea CHECK (length(credential) = 32),
  admitted integer NOT NULL,
  removed integer,
  authored bigint NOT NULL DEFAULT 0,
  last_seen date,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id),
  CHECK (removed IS NULL OR credential IS NULL)
);

-- A bearer token names its device; two devices never share one.
CREATE UNIQUE INDEX device_credential ON device (credential) WHERE credential IS NOT NULL;

-- Epoch secrets and the id key, HPKE-sealed to one recipient each: a device id, or `root`.
CREATE TABLE sealed_key (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  recipient text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('epoch', 'id')),
  epoch integer NOT NULL,
  enc bytea NOT NULL,
  sealed bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, recipient, scope, epoch)
);

CREATE TABLE inbound_session (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  device_id text NOT NULL,
  epoch integer NOT NULL,
  day date NOT NULL,
  enc bytea NOT NULL,
  signature bytea NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id)
);
