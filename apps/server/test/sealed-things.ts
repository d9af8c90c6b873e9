import { randomBytes } from 'node:crypto';
import type { Database } from '@smseal/database';
import type { Id, PostBatch, PostSegment, PutGatewaySettings, SealedRecord } from '@smseal/protocol';
import { sql } from 'kysely';
import { randomId } from './test-server.ts';

/** Octets in the form of an envelope: suite, name of the key, nonce, padded content, tag; all random but the suite. */
export function envelope(suite: 1 | 2 = 1, content = 128): string {
  const octets = randomBytes(1 + (suite === 1 ? 32 : 16) + 12 + content + 16);
  octets[0] = suite;
  return octets.toString('base64url');
}

export function octets(count: number): string {
  return randomBytes(count).toString('base64url');
}

export function message(author: Id, given: Partial<SealedRecord> & { authorSeq: number }): SealedRecord {
  const common = { kind: 'message' as const, id: randomId(), version: 1, epoch: 1, author };
  return { ...common, envelope: envelope(), conversation: randomId(), day: '2026-11-22', ...given };
}

export function contact(author: Id, given: Partial<SealedRecord> & { authorSeq: number }): SealedRecord {
  return { kind: 'contact', id: randomId(), version: 1, epoch: 1, author, envelope: envelope(), ...given };
}

export function batch(author: Id, target: Id, given: Partial<PostBatch> = {}): PostBatch {
  return {
    id: randomId(),
    target,
    poolKey: null,
    author,
    epoch: 1,
    priority: 5,
    notBefore: null,
    expires: new Date(Date.now() + 3_600_000).toISOString(),
    count: 2,
    envelope: envelope(),
    targetWrap: { enc: octets(32), sealed: octets(48) },
    accountWrap: { enc: octets(32), sealed: octets(48) },
    signature: octets(64),
    ...given,
  };
}

export function segment(author: Id, given: Partial<PostSegment> = {}): PostSegment {
  return {
    number: 0,
    author,
    lease: null,
    envelope: envelope(),
    signature: octets(64),
    states: [],
    ...given,
  };
}

export function gatewaySettings(
  author: Id,
  target: Id,
  given: Partial<PutGatewaySettings> = {},
): PutGatewaySettings {
  return {
    target,
    version: 1,
    author,
    epoch: 1,
    keys: [randomId()],
    envelope: envelope(),
    members: [{ device: given.target ?? target, wrap: { enc: octets(32), sealed: octets(48) } }],
    accountWrap: { enc: octets(32), sealed: octets(48) },
    signature: octets(64),
    ...given,
  };
}

/** Seals an epoch to the account's root, as the chain does when it begins one. */
export async function startEpoch(database: Database, account: Id, epoch = 1): Promise<void> {
  const row = { account_id: account, recipient: 'root', scope: 'epoch', epoch, stored: '2026-01-01' };
  await database
    .insertInto('sealed_key')
    .values(
      await database.keys.seal('sealed_key', [{ ...row, enc: randomBytes(32), sealed: randomBytes(48) }]),
    )
    .execute();
  await database.updateTable('account').set({ epoch }).where('id', '=', account).execute();
}

/** Every row of every table, as text, but for the day a device was last seen. */
export async function contents(database: Database): Promise<Record<string, string[]>> {
  await sql`UPDATE device SET last_seen = '2026-01-01'`.execute(database);
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
