import { INVENTORY, retentionPlan } from '@smseal/inventory';
import { firstKeptDay } from '@smseal/policy';
import type { Id, OlderCounts } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';

/** How much the account would let go of at `now` (ms since 1970) if it kept content for `days` days. */
export async function countOlder(
  database: Database,
  { account, days, now }: { account: Id; days: number; now: number },
): Promise<OlderCounts> {
  const counts: OlderCounts = {};
  const before = firstKeptDay(now, days);
  for (const step of retentionPlan(INVENTORY)) {
    if (step.ends !== 'by-preference') continue;
    const kind = step.kind === null ? sql`` : sql`AND kind = ${step.kind}`;
    // A batch from which a text has to leave stays until it has.
    const idle = step.table === 'batch' ? sql`AND waiting = 0` : sql``;
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) FROM ${sql.table(step.table)}
      WHERE account_id = ${account} AND ${sql.ref(step.column)} < ${before}::date ${kind} ${idle}`.execute(
      database,
    );
    counts[step.kind ?? 'batch'] = rows[0]?.count ?? 0;
  }
  return counts;
}
