-- Accounts without a secret key of their own. `sealing`: a device is sealing what there is; nothing in plain is added.
ALTER TABLE account ADD COLUMN kind text NOT NULL DEFAULT 'sealed' CHECK (kind IN ('sealed', 'open', 'sealing'));

-- The secret key of an open account, which the service keeps: encrypted, as its records are.
CREATE TABLE kept_key (
  account_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  secret bytea NOT NULL,
  stored date NOT NULL
);

-- Records in plain (suite 0), which are encrypted at rest: whoever seals the account finds those that are left, and
-- retention the months that are empty.
CREATE INDEX record_plain ON record (account_id, kind, day, id) WHERE substring(envelope FROM 1 FOR 1) = '\x00'::bytea;
