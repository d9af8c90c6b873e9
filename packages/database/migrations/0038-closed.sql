-- When an account was closed. It lies still from then on: its holder can wake it until the retention plan lets go of it.
ALTER TABLE account ADD COLUMN closed timestamptz;
CREATE INDEX account_closed ON account (closed) WHERE closed IS NOT NULL;
