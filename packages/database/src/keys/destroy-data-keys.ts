import { sql } from 'kysely';
import { arrayLiteral } from '../record/array-literal.ts';
import { dataKeyPlace, newAccountKey, useAccountKey, type Executor } from './account-key.ts';
import { openOctets, sealOctets } from './cipher.ts';
import { readLocked, useName, type KeyUse } from './data-keys.ts';
import type { DayKeys } from './day-keys.ts';

interface Row extends KeyUse {
  number: number;
  wrapped: Buffer;
}

/**
 * Destroys an account's data keys of these numbers. The account's key is replaced with it, and those that stay are wrapped
 * under the new one: an older copy of the database has the destroyed key under the account's key of then, which nobody has
 * any more once the day's key is destroyed as well.
 */
export async function destroyDataKeys(
  { executor, days }: { executor: Executor; days: DayKeys },
  account: string,
  numbers: readonly number[],
): Promise<void> {
  const old = await readLocked(executor, account);
  if (!old || numbers.length === 0) return;
  await sql`
    DELETE FROM data_key WHERE account_id = ${account} AND number = ANY(${arrayLiteral(numbers)}::int[])`.execute(
    executor,
  );
  const { rows } = await sql<Row>`
    SELECT number, category, month, wrapped FROM data_key WHERE account_id = ${account}`.execute(executor);
  const fresh = await newAccountKey(executor, days, account);
  const wrapped = await useAccountKey(days, old, (key) =>
    rows.map((row) => {
      const place = dataKeyPlace(account, { number: row.number, use: useName(row) });
      const dataKey = openOctets(key, row.wrapped, place);
      const wrap = sealOctets(fresh.key, dataKey, { place });
      dataKey.fill(0);
      return wrap;
    }),
  );
  fresh.key.fill(0);
  for (const [at, { number }] of rows.entries())
    await executor
      .updateTable('data_key')
      .set({ wrapped: wrapped[at] ?? Buffer.alloc(0) })
      .where('account_id', '=', account)
      .where('number', '=', number)
      .execute();
  const { day_key, wrapped: wrappedKey } = fresh.row;
  await executor
    .updateTable('account_key')
    .set({ day_key, wrapped: wrappedKey })
    .where('account_id', '=', account)
    .execute();
}
