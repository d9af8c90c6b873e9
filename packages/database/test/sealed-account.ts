import { randomBytes } from 'node:crypto';
import { postBatches, type BatchesPosted, type Database, type StoredRecord } from '@smseal/database';
import {
  ORDINARY_CAPABILITIES,
  type Capability,
  type Id,
  type Platform,
  type RawBatch,
} from '@smseal/protocol';
import { sql } from 'kysely';

export const NOW = Date.parse('2026-11-22T12:00:00.000Z');
export const TODAY = '2026-11-22';

export function randomId(): Id {
  return randomBytes(16).toString('base64url');
}

/** An account in its first epoch, as the chain leaves it. */
export async function newAccount(database: Database): Promise<Id> {
  const id = randomId();
  await database.insertInto('account').values({ id, retention_days: null, stored: TODAY }).execute();
  await startEpoch(database, id, 1);
  return id;
}

export async function startEpoch(database: Database, account: Id, epoch: number): Promise<void> {
  const row = { account_id: account, recipient: 'root', scope: 'epoch', epoch, stored: TODAY };
  await database
    .insertInto('sealed_key')
    .values(
      await database.keys.seal('sealed_key', [{ ...row, enc: randomBytes(32), sealed: randomBytes(48) }]),
    )
    .execute();
  await database.updateTable('account').set({ epoch }).where('id', '=', account).execute();
}

export async function newDevice(database: Database, account: Id, platform: Platform = 'phone'): Promise<Id> {
  const id = randomId();
  const can: Capability[] = [...ORDINARY_CAPABILITIES[platform]];
  await database
    .insertInto('device')
    .values({
      account_id: account,
      id,
      platform,
      can,
      credential: randomBytes(32),
      admitted: 1,
      removed: null,
      last_seen: null,
      stored: TODAY,
    })
    .execute();
  return id;
}

/** A record as a device would put it, with random octets for an envelope of suite 1. */
export function record(author: Id, given: Partial<StoredRecord> & { authorSeq: number }): StoredRecord {
  const kind = given.kind ?? 'message';
  const clear = kind === 'message' ? { conversation: randomId(), day: TODAY } : {};
  const envelope = Buffer.concat([Buffer.of(1), randomBytes(188)]);
  const base = { kind, id: randomId(), version: 1, epoch: 1, author, envelope };
  return { ...base, ...clear, ...given };
}

export function batch(author: Id, target: Id, given: Partial<RawBatch> = {}): RawBatch {
  return {
    id: randomId(),
    target,
    poolKey: null,
    author,
    epoch: 1,
    priority: 5,
    notBefore: null,
    expires: new Date(NOW + 3_600_000).toISOString(),
    count: 3,
    envelope: randomBytes(300),
    targetWrap: { enc: randomBytes(32), sealed: randomBytes(48) },
    accountWrap: { enc: randomBytes(32), sealed: randomBytes(48) },
    signature: randomBytes(64),
    ...given,
  };
}

/** Posts one batch without a claim. */
export function postBatch(
  database: Database,
  { account, batch: one, now }: { account: Id; batch: RawBatch; now: number },
): Promise<BatchesPosted> {
  const input = { account, author: one.author, batches: [one], claims: [], newLease: null, now };
  return postBatches(database, input);
}

/** Every row of every table, as text: two of them are equal when nothing was changed between. */
export async function contents(database: Database): Promise<Record<string, string[]>> {
  const tables = await sql<{ name: string }>`
    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`.execute(database);
  const found: Record<string, string[]> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{
      row: string;
    }>`SELECT t::text AS row FROM ${sql.raw(name)} t ORDER BY 1`.execute(database);
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}
