-- Erasures: each entry of the journal beside the keyring has its row here, by its number and digest, so that neither can
-- be behind the other unnoticed. One list for the whole installation, since the journal is one chain.
CREATE TABLE erasure (
  id text PRIMARY KEY CHECK (length(id) = 22),
  -- Whose it is, while there is the account.
  account_id text,
  kind text NOT NULL CHECK (kind IN ('account', 'device', 'records', 'contact', 'deletion')),
  state text NOT NULL CHECK (state IN
    ('requested', 'identity-verified', 'planned', 'keys-destroyed', 'rows-removed', 'verified', 'certified')),
  -- Its place in the journal; null until the journal has it.
  number bigint UNIQUE CHECK (number > 0),
  hash bytea CHECK (length(hash) = 32),
  -- Nothing is left to be done.
  is_over boolean NOT NULL DEFAULT false,
  -- What is to be erased, as ids, until the journal has it.
  matter jsonb,
  -- What was done so far, for the certificate.
  progress jsonb NOT NULL,
  -- SHA-256 of the token that its certificate is handed out for.
  token bytea UNIQUE CHECK (length(token) = 32),
  certificate text,
  -- When the certificate, or the waiting for a device's search, ends.
  until timestamptz,
  stored date NOT NULL,
  CHECK ((number IS NULL) = (hash IS NULL))
);
CREATE INDEX erasure_open ON erasure (id) WHERE NOT is_over;
CREATE INDEX erasure_account ON erasure (account_id) WHERE account_id IS NOT NULL;
