import { utcDay } from '@smseal/policy';
import {
  CodedError,
  POOL_DAYS_KEPT,
  POOL_DAYS_LATE,
  toBase64Url,
  type Id,
  type PoolKeyView,
  type PostPoolGrants,
  type PostPoolKey,
} from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { membersOf } from './pools-of.ts';

const DAY_MS = 86_400_000;

export interface PoolKeysInput {
  account: Id;
  pool: Id;
  /** A member. */
  device: Id;
  /** ms since 1970. */
  now: number;
}

/**
 * Stores keys of a pool's days; where a day of that generation has one already, that one stays. @returns how many are new.
 * @throws CodedError `forbidden` for who is no member, `unknown-target` for a wrap to a device that is none.
 */
export async function putPoolKeys(
  database: Database,
  { account, pool, device, now }: PoolKeysInput,
  keys: readonly PostPoolKey[],
): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const members = await requireMember(transaction, { account, pool, device });
    let fresh = 0;
    for (const key of keys) {
      const recipients = key.members.map(({ device: id }) => id);
      if (!recipients.every((id) => members.has(id))) throw new CodedError('unknown-target');
      const put = await transaction
        .insertInto('pool_key')
        .values({
          account_id: account,
          id: key.id,
          pool,
          generation: key.generation,
          day: key.day,
          author: key.author,
          public: octets(key.public),
          members: recipients,
          signature: octets(key.signature),
          until: utcDay(Date.parse(key.day) + (POOL_DAYS_LATE + POOL_DAYS_KEPT) * DAY_MS),
          stored: utcDay(now),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (put === undefined) continue;
      fresh++;
      const wraps = key.members.map((one) => ({ key: key.id, ...one }));
      await putWraps(transaction, { account, now }, wraps);
    }
    return fresh;
  });
}

/**
 * Hands keys on to members that came later; what is there already stays.
 * @throws CodedError `forbidden`, `unknown-target`, `not-found` where the pool has no such key.
 */
export async function grantPoolKeys(
  database: Database,
  { account, pool, device, now }: PoolKeysInput,
  grants: PostPoolGrants['grants'],
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const members = await requireMember(transaction, { account, pool, device });
    if (!grants.every(({ device: id }) => members.has(id))) throw new CodedError('unknown-target');
    const ids = [...new Set(grants.map(({ key }) => key))];
    const there = await transaction
      .selectFrom('pool_key')
      .select('id')
      .where('account_id', '=', account)
      .where('pool', '=', pool)
      .where('id', 'in', ids)
      .forUpdate()
      .execute();
    if (there.length < ids.length) throw new CodedError('not-found');
    await putWraps(transaction, { account, now }, grants);
  });
}

/** A pool's keys by generation and day, each with the wrap for the device that asks. */
export async function listPoolKeys(
  database: Database,
  { account, pool, device }: Omit<PoolKeysInput, 'now'>,
): Promise<PoolKeyView[]> {
  const keys = await database
    .selectFrom('pool_key')
    .selectAll()
    .where('account_id', '=', account)
    .where('pool', '=', pool)
    .orderBy('generation')
    .orderBy('day')
    .execute();
  if (keys.length === 0) return [];
  const stored = await database
    .selectFrom('pool_key_wrap')
    .selectAll()
    .where('account_id', '=', account)
    .where(
      'key_id',
      'in',
      keys.map(({ id }) => id),
    )
    .orderBy('member')
    .execute();
  const wraps = await database.keys.open('pool_key_wrap', stored);
  const byKey = Map.groupBy(wraps, ({ key_id: id }) => id);
  return keys.map((key) => {
    const holders = byKey.get(key.id) ?? [];
    const own = holders.find(({ member }) => member === device);
    return {
      id: key.id,
      pool,
      generation: key.generation,
      day: key.day,
      author: key.author,
      public: toBase64Url(key.public),
      members: key.members,
      signature: toBase64Url(key.signature),
      holders: holders.map(({ member }) => member),
      wrap: own ? { enc: toBase64Url(own.enc), sealed: toBase64Url(own.sealed) } : null,
      until: key.until,
    };
  });
}

/** @throws CodedError `forbidden`. */
async function requireMember(
  transaction: Transaction,
  { account, pool, device }: Omit<PoolKeysInput, 'now'>,
): Promise<ReadonlySet<Id>> {
  const members = new Set(await membersOf(transaction, { account, pool }));
  if (!members.has(device)) throw new CodedError('forbidden', { needs: 'deliver' });
  return members;
}

async function putWraps(
  transaction: Transaction,
  { account, now }: { account: Id; now: number },
  wraps: PostPoolGrants['grants'],
): Promise<void> {
  const rows = wraps.map(({ key, device, wrap }) => ({
    account_id: account,
    key_id: key,
    member: device,
    enc: octets(wrap.enc),
    sealed: octets(wrap.sealed),
    stored: utcDay(now),
  }));
  await transaction
    .insertInto('pool_key_wrap')
    .values(await transaction.keys.seal('pool_key_wrap', rows))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function octets(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
