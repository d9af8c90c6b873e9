import { USAGE_METRICS, type UsageMetric } from '@smseal/inventory';
import { TOGETHER } from '@smseal/policy';
import { verdict, type Outcome } from '../probe/outcome.ts';
import type { DatabaseReader } from './database-reader.ts';

/** Columns of words, which are held against the closed list. */
const WORDS = /\.(metric|dimension)$/;
/** What all others may be of: days and numbers. */
const TYPES = new Set(['date', 'integer', 'bigint']);
/** A week, the day after it, and an hour in which housekeeping may not have run yet. */
const LATEST_DAYS = 9;

interface Row {
  metric: string;
  dimension: string;
}

/** The sums on use as they lie in the database: words of the list, and no sum that is older than its week. */
export async function usageSums(database: DatabaseReader): Promise<Outcome> {
  const columns = await database.rows<{ name: string; type: string }>(`
    SELECT table_name || '.' || column_name AS name, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'ops' ORDER BY 1`);
  const sums = await database.rows<Row & { ago: number }>(`
    SELECT metric, dimension, (now() AT TIME ZONE 'UTC')::date - day AS ago FROM ops.usage_sum`);
  const figures = await database.rows<Row & { figure: string | null }>(
    'SELECT metric, dimension, figure FROM ops.usage_figure',
  );
  const faults = [
    ...columns
      .filter(({ name, type }) => !TYPES.has(type) && !WORDS.test(name))
      .map(({ name, type }) => `${name} is a ${type}`),
    ...[...sums, ...figures]
      .filter((row) => !isListed(row))
      .map(nameOf)
      .map((name) => `${name} is not listed`),
    ...sums
      .filter(({ ago }) => ago > LATEST_DAYS)
      .map((row) => `the sum of ${nameOf(row)} is ${row.ago} days old`),
    ...figures
      .filter(({ metric, figure }) => figure !== null && Number(figure) % (metricOf(metric)?.step ?? 1) !== 0)
      .map((row) => `the figure of ${nameOf(row)} is not rounded`),
  ];
  return verdict(
    [...new Set(faults)],
    `${sums.length} sums and ${figures.length} figures hold words of a fixed list, days and numbers`,
  );
}

function metricOf(name: string): UsageMetric | undefined {
  return Object.entries<UsageMetric>(USAGE_METRICS).find(([known]) => known === name)?.[1];
}

function isListed({ metric, dimension }: Row): boolean {
  const dimensions = metricOf(metric)?.dimensions ?? [];
  return dimensions.includes(dimension) || (dimensions.length > 1 && dimension === TOGETHER);
}

function nameOf({ metric, dimension }: Row): string {
  return `${metric} ${dimension}`;
}
