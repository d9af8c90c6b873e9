-- The account: the boundary of data, keys and deletion. Every other table hangs on it and goes with it.
CREATE TABLE account (
  id text PRIMARY KEY CHECK (length(id) = 22),
  retention_days integer CHECK (retention_days > 0),
  -- Head of the change feed: gap-free, taken by UPDATE … SET seq = seq + n as the last statement of a transaction.
  seq bigint NOT NULL DEFAULT 0,
  stored date NOT NULL
);
