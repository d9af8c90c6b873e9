-- Exactly these fields, for 30 days.
CREATE TABLE activity (
  account_id text NOT NULL REFERENCES account ON DELETE CASCADE,
  id text NOT NULL CHECK (length(id) = 22),
  at timestamptz(0) NOT NULL,
  ip inet NOT NULL,
  action text NOT NULL,
  device_id text,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX activity_newest ON activity (account_id, at DESC, id);
CREATE INDEX activity_at ON activity (at);
