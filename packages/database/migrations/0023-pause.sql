-- A paused batch waits: its target is not offered it. Neither is it looked at when the target asks for others.
ALTER TABLE batch ADD COLUMN paused boolean NOT NULL DEFAULT false;
DROP INDEX batch_due;
CREATE INDEX batch_due ON batch (account_id, target, priority, posted) WHERE waiting > 0 AND NOT paused;
