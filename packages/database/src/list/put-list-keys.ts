import { isDeepStrictEqual } from 'node:util';
import { utcDay } from '@smseal/policy';
import { CodedError, type Id, type ListHead, type ListKeySet } from '@smseal/protocol';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { lockDevices } from '../device/lock-devices.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { headOfList, toKeyColumns, toListKeySet } from './stored-list.ts';

export interface PutListKeysInput {
  account: Id;
  set: ListKeySet;
  now: number;
}

const EMPTY: ListHead = { count: 0, digest: null };

/**
 * Stores the next keys of a list in place of those before; the first begin the list. The very same again change nothing.
 * @returns whether they are new.
 * @throws CodedError `unknown-target` where a follower is no live gateway, `version-conflict` with the version that is
 *   stored (0 where there is none), `list-conflict` with the list's head where they were signed on another one,
 *   `wrong-epoch`, `root-missing`, `unauthenticated`.
 */
export async function putListKeys(database: Database, input: PutListKeysInput): Promise<boolean> {
  const { account, set, now } = input;
  return inTransaction(database, async (transaction) => {
    const followers = set.gateways.map(({ device }) => device);
    const devices = await lockDevices(transaction, account, [set.author, ...followers]);
    if (!devices.has(set.author)) throw new CodedError('unauthenticated');
    if (followers.some((id) => devices.get(id)?.platform !== 'gateway'))
      throw new CodedError('unknown-target');
    const stored = await transaction
      .selectFrom('list_key')
      .selectAll()
      .where('account_id', '=', account)
      .where('list', '=', set.list)
      .forUpdate()
      .execute();
    const [row] = await transaction.keys.open('list_key', stored);
    if (row && isDeepStrictEqual(toListKeySet(row), set)) return false;
    const current = row?.version ?? 0;
    if (set.version !== current + 1) throw new CodedError('version-conflict', { record: set.list, current });
    const head = row ? headOfList(row) : EMPTY;
    if (!isDeepStrictEqual(set.head, head)) throw new CodedError('list-conflict', { head });
    const epoch = await currentEpoch(transaction, account);
    if (set.epoch !== epoch) throw new CodedError('wrong-epoch', { epoch });
    if (row) await replaceKeys(transaction, account, set);
    else await beginList(transaction, { account, set, now });
    return true;
  });
}

async function replaceKeys(transaction: Transaction, account: Id, set: ListKeySet): Promise<void> {
  const place = { account_id: account, list: set.list };
  const [row] = await transaction.keys.seal('list_key', [{ ...place, ...toKeyColumns(set) }]);
  await transaction
    .updateTable('list_key')
    .set(row ?? {})
    .where('account_id', '=', account)
    .where('list', '=', set.list)
    .execute();
}

/** There is no row to queue up at yet: of several beginnings at once the first stands. */
async function beginList(transaction: Transaction, { account, set, now }: PutListKeysInput): Promise<void> {
  const place = { account_id: account, list: set.list };
  const rows = await transaction.keys.seal('list_key', [{ ...place, ...toKeyColumns(set) }]);
  const begun = await transaction
    .insertInto('list_key')
    .values(rows.map((row) => ({ ...row, count: 0, digest: null, stored: utcDay(now) })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('list')
    .executeTakeFirst();
  if (!begun) throw new CodedError('version-conflict', { record: set.list, current: set.version });
}
