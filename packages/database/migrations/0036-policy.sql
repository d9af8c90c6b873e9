-- Under which version of the privacy policy an account was made: SHA-256 of that version's canonical JSON, lower-case hex.
-- Empty where it was made before versions were recorded.
ALTER TABLE account ADD COLUMN policy text CHECK (policy ~ '^[0-9a-f]{64}$');
