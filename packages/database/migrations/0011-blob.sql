CREATE TABLE blob (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  owner_kind text NOT NULL,
  owner text NOT NULL,
  size integer NOT NULL,
  chunks integer NOT NULL,
  stored date NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX blob_owner ON blob (account_id, owner_kind, owner);

CREATE TABLE blob_chunk (
  account_id text NOT NULL,
  blob_id text NOT NULL,
  number integer NOT NULL,
  octets bytea NOT NULL,
  PRIMARY KEY (account_id, blob_id, number),
  FOREIGN KEY (account_id, blob_id) REFERENCES blob ON DELETE CASCADE
);
ALTER TABLE blob_chunk ALTER COLUMN octets SET STORAGE EXTERNAL;

-- Blobs whose owner has not come. The row, and with it the only time, is gone when the owner's record is put.
CREATE TABLE blob_waiting (
  account_id text NOT NULL,
  blob_id text NOT NULL,
  expires timestamptz NOT NULL,
  PRIMARY KEY (account_id, blob_id),
  FOREIGN KEY (account_id, blob_id) REFERENCES blob ON DELETE CASCADE
);
CREATE INDEX blob_waiting_expires ON blob_waiting (expires);
