import { randomBytes } from 'node:crypto';
import type { Action, ActivityEntry, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { ActivityTables } from './activity-tables.ts';

export interface Activity {
  account: Id;
  action: Action;
  /** Address of the request. */
  ip: string;
  /** The device concerned, where there is one. */
  device: Id | null;
  now: Date;
}

/** Writes one line of the activity log; its time is cut to the second. */
export async function recordActivity(database: Database | Transaction, activity: Activity): Promise<void> {
  const at = new Date(Math.floor(activity.now.getTime() / 1000) * 1000);
  const rows = await database.keys.seal('activity', [
    {
      account_id: activity.account,
      id: randomBytes(16).toString('base64url'),
      at,
      ip: Buffer.from(activity.ip),
      action: activity.action,
      device_id: activity.device,
    },
  ]);
  await database.insertInto('activity').values(rows).execute();
}

/** The last line of the page before. */
export interface ActivityCursor {
  at: string;
  id: Id;
}

/** One page of the activity log, newest first. */
export async function listActivity(
  database: Database,
  { account, after, limit }: { account: Id; after: ActivityCursor | null; limit: number },
): Promise<{ entries: ActivityEntry[]; more: boolean }> {
  const { rows } = await sql<ActivityTables['activity']>`
    SELECT * FROM activity
    WHERE account_id = ${account}
      ${after ? sql`AND at <= ${after.at} AND (at < ${after.at} OR id > ${after.id})` : sql``}
    ORDER BY at DESC, id LIMIT ${limit}`.execute(database);
  const opened = await database.keys.open('activity', rows);
  const entries = opened.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    ip: row.ip.toString(),
    action: row.action as Action,
    device: row.device_id,
  }));
  return { entries, more: entries.length === limit };
}
