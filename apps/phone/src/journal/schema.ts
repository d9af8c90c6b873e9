/**
 * The agent's own database: what it has seen on the phone, what of it the server has, and what is on its way. Payloads and
 * keys in it are sealed under the journal key, which lies in the agent's key file; ids, times and row numbers are not.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What the account holds of the kinds that phones write, as far as this phone knows. A deleted one keeps its line, so
-- that its id is never used again.
CREATE TABLE IF NOT EXISTS record (
  kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, stored INTEGER NOT NULL, payload BLOB,
  conversation TEXT, day TEXT,
  state TEXT NOT NULL CHECK (state IN ('held', 'gone', 'deleted')),
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_gone ON record (kind, id) WHERE state = 'gone';
CREATE INDEX IF NOT EXISTS record_day ON record (conversation, day);

-- Rows of the phone's providers as they were last seen.
CREATE TABLE IF NOT EXISTS known (
  source TEXT NOT NULL, row TEXT NOT NULL, number INTEGER NOT NULL, date INTEGER NOT NULL, sub INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, base TEXT NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (source, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS known_number ON known (source, number);
CREATE INDEX IF NOT EXISTS known_date ON known (source, date);
CREATE INDEX IF NOT EXISTS known_record ON known (record);

-- Records that the server has not accepted yet, sealed unless the account is open, in order of author sequence.
CREATE TABLE IF NOT EXISTS queue (
  author_seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
  octets INTEGER NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS queue_record ON queue (kind, id);
CREATE TABLE IF NOT EXISTS refused (
  kind TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deletion (kind TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blob (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, size INTEGER NOT NULL, chunks INTEGER NOT NULL,
  stored INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS blob_owner ON blob (kind, owner);
CREATE TABLE IF NOT EXISTS chunk (
  blob TEXT NOT NULL, number INTEGER NOT NULL, octets BLOB NOT NULL, PRIMARY KEY (blob, number)
) STRICT;

-- Outgoing batches, their texts from the moment of the watermark, and what is to be told of them.
CREATE TABLE IF NOT EXISTS batch (
  id TEXT PRIMARY KEY, lease TEXT, expires INTEGER NOT NULL, content_key BLOB NOT NULL, next_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (
  batch TEXT NOT NULL, place INTEGER NOT NULL, told TEXT, handed_at INTEGER, parts INTEGER NOT NULL DEFAULT 0,
  content BLOB, matched TEXT,
  PRIMARY KEY (batch, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (
  batch TEXT NOT NULL, place INTEGER NOT NULL, k INTEGER NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (batch, place, k)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS event (
  place INTEGER PRIMARY KEY AUTOINCREMENT, batch TEXT NOT NULL, number INTEGER, event BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS event_batch ON event (batch, number);
CREATE TABLE IF NOT EXISTS segment (
  batch TEXT NOT NULL, number INTEGER NOT NULL, segment TEXT NOT NULL, PRIMARY KEY (batch, number)
) STRICT, WITHOUT ROWID;

-- Ids of commands, remembered until 48 h past their expiry.
CREATE TABLE IF NOT EXISTS command (id TEXT PRIMARY KEY, forget_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;
