import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.ts';
import { KEY, openOctets, sealOctets } from './cipher.ts';
import type { DayKeys } from './day-keys.ts';
import { placeOctets } from './place.ts';

/** Anything that speaks in our tables: a pool or a transaction. */
export type Executor = Kysely<Tables>;

/** An account's key as it is stored. */
export interface AccountKeyRow {
  account_id: string;
  day_key: string;
  wrapped: Buffer;
}

/** Where an account's key belongs. */
export function accountKeyPlace(dayKey: string, account: string): Buffer {
  return placeOctets('account key', dayKey, account);
}

/** Does something with an account's key, which is wiped afterwards. @throws KeyringError, NotOpened */
export async function useAccountKey<T>(
  days: DayKeys,
  row: AccountKeyRow,
  work: (key: Buffer) => T,
): Promise<T> {
  const key = await days.use(row.day_key, (day) =>
    openOctets(day, row.wrapped, accountKeyPlace(row.day_key, row.account_id)),
  );
  try {
    return work(key);
  } finally {
    key.fill(0);
  }
}

/**
 * The id of the day's key under which new wraps are made; it stays so until the transaction ends, because whoever makes
 * another one current waits.
 */
export async function lockCurrentDay(transaction: Executor): Promise<string> {
  // Who waited for a change of state finds the row that it had seen out of place, and the new one at the second look.
  const day = (await readCurrentDay(transaction)) ?? (await readCurrentDay(transaction));
  if (day) return day;
  throw new Error('there is no current day key: no server has been started on this database');
}

async function readCurrentDay(transaction: Executor): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM day_key WHERE state = 'current' FOR SHARE`.execute(transaction);
  return rows[0]?.id;
}

/** A new account key under the current day's; wipe it when it is done with. */
export async function newAccountKey(
  transaction: Executor,
  days: DayKeys,
  account: string,
): Promise<{ key: Buffer; row: AccountKeyRow }> {
  const day = await lockCurrentDay(transaction);
  const key = randomBytes(KEY);
  const wrapped = await days.use(day, (dayKey) =>
    sealOctets(dayKey, key, { place: accountKeyPlace(day, account) }),
  );
  return { key, row: { account_id: account, day_key: day, wrapped } };
}

/** Where a data key belongs. */
export function dataKeyPlace(account: string, { number, use }: { number: number; use: string }): Buffer {
  return placeOctets('data key', account, number, use);
}
