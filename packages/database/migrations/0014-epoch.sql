-- The account's epoch beside the head of its feed, so that the statement that takes places in the feed can hold it to both.
ALTER TABLE account ADD COLUMN epoch integer NOT NULL DEFAULT 0;
UPDATE account SET epoch = coalesce((
  SELECT max(k.epoch) FROM sealed_key k WHERE k.account_id = account.id AND k.recipient = 'root' AND k.scope = 'epoch'
), 0);
