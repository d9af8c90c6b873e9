-- Keys at rest. The day's keys themselves lie in the keyring, outside the database and its backups.
CREATE TABLE day_key (
  id text PRIMARY KEY CHECK (length(id) = 22),
  day date NOT NULL,
  -- Announced before the keyring has it, current while new wraps are made under it, retiring until the last wrap has left it.
  state text NOT NULL CHECK (state IN ('announced', 'current', 'retiring'))
);
CREATE UNIQUE INDEX day_key_current ON day_key (state) WHERE state = 'current';

-- Half of each page is left free: the daily wrapping anew changes every row in its place.
CREATE TABLE account_key (
  account_id text PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  -- Which day's key wraps it.
  day_key text NOT NULL,
  wrapped bytea NOT NULL CHECK (length(wrapped) = 60),
  -- The last number given to a data key. None is given twice: a server that still holds a destroyed key in its memory
  -- would take it for the later one.
  numbers integer NOT NULL
) WITH (fillfactor = 45);

CREATE TABLE data_key (
  account_id text NOT NULL REFERENCES account_key ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  category text NOT NULL,
  -- The month in which it is written with; null where a category has one key for life.
  month date,
  wrapped bytea NOT NULL CHECK (length(wrapped) = 60),
  PRIMARY KEY (account_id, number)
);
CREATE UNIQUE INDEX data_key_of ON data_key (account_id, category, month) NULLS NOT DISTINCT;

-- What the server can read becomes octets, which a server encrypts in the background: until then they are the text itself.
ALTER TABLE identity.holder
  ALTER COLUMN email TYPE bytea USING convert_to(email, 'UTF8'),
  ALTER COLUMN mobile TYPE bytea USING convert_to(mobile, 'UTF8'),
  ALTER COLUMN password TYPE bytea USING convert_to(password, 'UTF8'),
  DROP CONSTRAINT holder_email_key,
  DROP CONSTRAINT holder_mobile_key,
  -- HMAC of the text, under a key of the keyring; null until the row is encrypted.
  ADD COLUMN email_index bytea UNIQUE CHECK (length(email_index) = 32),
  ADD COLUMN mobile_index bytea UNIQUE CHECK (length(mobile_index) = 32);
ALTER TABLE identity.passkey ALTER COLUMN name TYPE bytea USING convert_to(name, 'UTF8');
ALTER TABLE activity ALTER COLUMN ip TYPE bytea USING convert_to(host(ip), 'UTF8');

-- Sign-ups live for minutes; those under way begin again.
DELETE FROM identity.sign_up;
ALTER TABLE identity.sign_up
  DROP COLUMN email,
  DROP COLUMN mobile,
  ADD COLUMN email_index bytea PRIMARY KEY CHECK (length(email_index) = 32),
  -- Encrypted under the day's key itself: there is no account yet.
  ADD COLUMN mobile bytea NOT NULL;

-- Wraps are longer by what encryption adds.
DO $$
DECLARE held record;
BEGIN
  FOR held IN
    SELECT conrelid::regclass AS name, conname FROM pg_constraint
    WHERE contype = 'c' AND conrelid IN ('list_key'::regclass, 'gateway_settings'::regclass)
      AND pg_get_constraintdef(oid) LIKE '%length(sealed)%'
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.name, held.conname);
  END LOOP;
END $$;

-- A database without accounts has nothing that is not encrypted, and from now on takes nothing else.
INSERT INTO migration (name) SELECT 'encrypted at rest' WHERE NOT EXISTS (SELECT FROM account);
