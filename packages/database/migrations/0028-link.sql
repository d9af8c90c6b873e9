-- Names of devices, encrypted under the day's key itself: a link may name an account that does not exist. Links live for
-- minutes; those under way begin again.
DELETE FROM link;
ALTER TABLE link
  DROP COLUMN name,
  DROP COLUMN reveal,
  ADD COLUMN name bytea NOT NULL,
  ADD COLUMN reveal bytea;
