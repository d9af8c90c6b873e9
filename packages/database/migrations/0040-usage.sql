-- Sums on use, made as things happen and never from what is stored. No row of this schema is of anybody.
CREATE SCHEMA ops;

-- Sums of a day, until the figures of its week are made.
CREATE TABLE ops.usage_sum (
  metric text NOT NULL,
  dimension text NOT NULL,
  day date NOT NULL,
  -- How many different accounts there are in the sum at the least: the most that any one server process has met.
  accounts integer NOT NULL,
  total bigint NOT NULL,
  PRIMARY KEY (metric, dimension, day)
);

-- Figures of a week, made once. A row without a figure says that too few accounts are behind it.
CREATE TABLE ops.usage_figure (
  metric text NOT NULL,
  dimension text NOT NULL,
  week date NOT NULL CHECK (extract(isodow FROM week) = 1),
  figure bigint,
  PRIMARY KEY (metric, dimension, week)
);
