-- A batch that was sealed anew with some of its texts blanked names, by its digest, the envelope that it replaced.
ALTER TABLE batch ADD COLUMN replaces bytea CHECK (length(replaces) = 32);
