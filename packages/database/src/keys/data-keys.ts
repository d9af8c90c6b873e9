import { randomBytes } from 'node:crypto';
import type { Category } from '@smseal/inventory';
import { CodedError } from '@smseal/protocol';
import { sql } from 'kysely';
import { arrayLiteral } from '../record/array-literal.ts';
import {
  dataKeyPlace,
  newAccountKey,
  useAccountKey,
  type AccountKeyRow,
  type Executor,
} from './account-key.ts';
import { KEY, openOctets, sealOctets } from './cipher.ts';
import type { DayKeys } from './day-keys.ts';
import type { HeldKey } from './key-cache.ts';
import { KeyringError } from './keyring.ts';

/** Which of an account's keys: that of a category, or of a category's month (its first UTC day). */
export interface KeyUse {
  category: Category;
  month: string | null;
}

/** A use in one word. */
export function useName({ category, month }: KeyUse): string {
  return month === null ? category : `${category} ${month}`;
}

interface Row extends AccountKeyRow {
  number: number;
  category: Category;
  month: string | null;
  data_wrapped: Buffer;
}

const COLUMNS = sql.raw(
  'd.number, d.category, d.month, d.wrapped AS data_wrapped, a.account_id, a.day_key, a.wrapped',
);

/** An account's data keys of these numbers, as far as they are there. */
export async function loadByNumber(
  source: { executor: Executor; days: DayKeys },
  account: string,
  numbers: readonly number[],
): Promise<HeldKey[]> {
  return load(source, sql`d.account_id = ${account} AND d.number = ANY(${arrayLiteral(numbers)}::int[])`);
}

/** An account's data keys for these uses, as far as they are there. */
export async function loadByUse(
  source: { executor: Executor; days: DayKeys },
  account: string,
  uses: readonly KeyUse[],
): Promise<HeldKey[]> {
  const wanted = uses.map(
    ({ category, month }) => sql`d.category = ${category} AND d.month IS NOT DISTINCT FROM ${month}::date`,
  );
  return load(source, sql`d.account_id = ${account} AND (${sql.join(wanted, sql` OR `)})`);
}

/** What was read may be wrapped anew, and its day's key be destroyed, before that is asked for: so it is read again. */
async function load(
  { executor, days }: { executor: Executor; days: DayKeys },
  condition: ReturnType<typeof sql>,
  triesLeft = 1,
): Promise<HeldKey[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM data_key d JOIN account_key a USING (account_id) WHERE ${condition}`.execute(
    executor,
  );
  const [first] = rows;
  if (!first) return [];
  try {
    return await useAccountKey(days, first, (key) => rows.map((row) => unwrap(key, row)));
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof KeyringError)) throw error;
    return load({ executor, days }, condition, triesLeft - 1);
  }
}

function unwrap(key: Buffer, row: Row): HeldKey {
  const { account_id: account, number } = row;
  const use = useName(row);
  return {
    account,
    number,
    use,
    key: openOctets(key, row.data_wrapped, dataKeyPlace(account, { number, use })),
  };
}

/**
 * Makes those of an account's data keys that are missing. Who else makes keys of the account waits.
 * @throws CodedError `unauthenticated` where the account is gone.
 */
export async function makeDataKeys(
  { executor, days }: { executor: Executor; days: DayKeys },
  account: string,
  uses: readonly KeyUse[],
): Promise<HeldKey[]> {
  if (!executor.isTransaction)
    return executor
      .transaction()
      .execute((transaction) => makeDataKeys({ executor: transaction, days }, account, uses));
  const row = await lockAccountKey(executor, days, account);
  const held = await loadByUse({ executor, days }, account, uses);
  const there = new Set(held.map(({ use }) => use));
  const missing = uses.filter((use) => !there.has(useName(use)));
  if (missing.length === 0) return held;
  const made = missing.map((use, place) => ({
    ...use,
    account,
    use: useName(use),
    number: row.numbers + place + 1,
    key: randomBytes(KEY),
  }));
  const wrapped = await useAccountKey(days, row, (key) =>
    made.map((one) => sealOctets(key, one.key, { place: dataKeyPlace(account, one) })),
  );
  await executor
    .insertInto('data_key')
    .values(
      made.map(({ number, category, month }, place) => ({
        account_id: account,
        number,
        category,
        month,
        wrapped: wrapped[place] ?? Buffer.alloc(0),
      })),
    )
    .execute();
  await executor
    .updateTable('account_key')
    .set({ numbers: row.numbers + made.length })
    .where('account_id', '=', account)
    .execute();
  return [...held, ...made.map(({ number, use, key }) => ({ account, number, use, key }))];
}

interface LockedAccountKey extends AccountKeyRow {
  numbers: number;
}

/** The account's key, locked; made where there is none. @throws CodedError `unauthenticated` where the account is gone. */
async function lockAccountKey(executor: Executor, days: DayKeys, account: string): Promise<LockedAccountKey> {
  const found = await readLocked(executor, account);
  if (found) return found;
  const { rows: accounts } = await sql`
    SELECT FROM account WHERE id = ${account} FOR KEY SHARE`.execute(executor);
  if (accounts.length === 0) throw new CodedError('unauthenticated');
  const { key, row } = await newAccountKey(executor, days, account);
  key.fill(0);
  await executor
    .insertInto('account_key')
    .values({ ...row, numbers: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await readLocked(executor, account);
  if (!made) throw new CodedError('unauthenticated');
  return made;
}

/** Null where the account has no key. */
export async function readLocked(executor: Executor, account: string): Promise<LockedAccountKey | null> {
  const row = await executor
    .selectFrom('account_key')
    .selectAll()
    .where('account_id', '=', account)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}
