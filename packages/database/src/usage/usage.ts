import { FEWEST_ACCOUNTS, USAGE_METRICS, type UsageMetric } from '@smseal/inventory';
import { addDays, releaseWeek } from '@smseal/policy';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';

/** What a server process has counted on a day since it said so last. */
export interface UsageAddition {
  metric: string;
  dimension: string;
  /** UTC day. */
  day: string;
  /** How many different accounts it has met on that day in all. */
  accounts: number;
  /** What came since. */
  added: number;
}

/** A week's figure; null where too few accounts are behind it. */
export interface UsageFigure {
  metric: string;
  dimension: string;
  /** Its Monday. */
  week: string;
  figure: number | null;
}

/**
 * Adds to the sums of days. Two processes may have met the same accounts, so of how many there are only the larger number is
 * sure.
 */
export async function addUsage(database: Database, additions: readonly UsageAddition[]): Promise<void> {
  if (additions.length === 0) return;
  const rows = additions.map(({ added, ...row }) => ({ ...row, total: added }));
  await database
    .insertInto('ops.usage_sum')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['metric', 'dimension', 'day']).doUpdateSet({
        accounts: sql`greatest(usage_sum.accounts, excluded.accounts)`,
        total: sql`usage_sum.total + excluded.total`,
      }),
    )
    .execute();
}

/**
 * Makes the figures of every week that has been over for a day, once, and throws its sums away: a second look at the same
 * week, with an account more or less, there never is.
 */
export async function releaseUsage(database: Database, today: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const { rows } = await sql<{ week: string }>`
      SELECT DISTINCT date_trunc('week', day)::date AS week FROM ops.usage_sum
      WHERE date_trunc('week', day)::date <= ${addDays(today, -8)}::date`.execute(transaction);
    for (const { week } of rows) await releaseOne(transaction, week);
  });
}

async function releaseOne(transaction: Transaction, week: string): Promise<void> {
  const { rows: cells } = await sql<{ metric: string; dimension: string; accounts: number; total: number }>`
    WITH gone AS (
      DELETE FROM ops.usage_sum WHERE day >= ${week}::date AND day < ${addDays(week, 7)}::date RETURNING *
    )
    SELECT metric, dimension, max(accounts) AS accounts, sum(total)::bigint AS total FROM gone
    GROUP BY metric, dimension`.execute(transaction);
  const figures = Object.entries<UsageMetric>(USAGE_METRICS).flatMap(([name, metric]) =>
    releaseWeek(
      metric,
      cells.filter((cell) => cell.metric === name),
      FEWEST_ACCOUNTS,
    ).map((figure) => ({ metric: name, week, ...figure })),
  );
  await transaction
    .insertInto('ops.usage_figure')
    .values(figures)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** All figures that were made, the newest week first. */
export function readUsage(database: Database): Promise<UsageFigure[]> {
  return database
    .selectFrom('ops.usage_figure')
    .selectAll()
    .orderBy('week', 'desc')
    .orderBy('metric')
    .orderBy('dimension')
    .execute();
}
