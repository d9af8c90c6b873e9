import { isDeepStrictEqual } from 'node:util';
import { utcDay } from '@smseal/policy';
import { CodedError, type Id, type PutGatewaySettings } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import { lockDevices } from '../device/lock-devices.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { toPutSettings, toSettingsColumns } from './stored-settings.ts';

export interface PutSettingsInput {
  account: Id;
  put: PutGatewaySettings;
  now: number;
}

/**
 * Stores the next version of what a gateway obeys in place of the one before. The very same one again changes nothing.
 * @returns whether it is new.
 * @throws CodedError `not-found` where the target is no live gateway, `version-conflict` with the version that is stored
 *   (0 where there is none), `wrong-epoch`, `root-missing`, `unauthenticated`.
 */
export async function putGatewaySettings(database: Database, input: PutSettingsInput): Promise<boolean> {
  const { account, put, now } = input;
  return inTransaction(database, async (transaction) => {
    const devices = await lockDevices(transaction, account, [put.author, put.target]);
    if (!devices.has(put.author)) throw new CodedError('unauthenticated');
    if (devices.get(put.target)?.platform !== 'gateway') throw new CodedError('not-found');
    const row = await transaction
      .selectFrom('gateway_settings')
      .selectAll()
      .where('account_id', '=', account)
      .where('target', '=', put.target)
      .executeTakeFirst();
    if (row && isDeepStrictEqual(toPutSettings(row), put)) return false;
    const current = row?.version ?? 0;
    if (put.version !== current + 1)
      throw new CodedError('version-conflict', { record: put.target, current });
    const epoch = await currentEpoch(transaction, account);
    if (put.epoch !== epoch) throw new CodedError('wrong-epoch', { epoch });
    const columns = toSettingsColumns(put);
    await transaction
      .insertInto('gateway_settings')
      .values({ account_id: account, target: put.target, stored: utcDay(now), ...columns })
      .onConflict((conflict) => conflict.columns(['account_id', 'target']).doUpdateSet(columns))
      .execute();
    return true;
  });
}
