import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Transaction } from '../connection/database.ts';
import { forgetRemovedGateways } from '../gateway/read-settings.ts';
import type { DestroyedKeys } from './shut-account.ts';

/**
 * Destroys what was wrapped to a device, its credential, and the rows that speak of it. Its own row and its entry in the chain
 * stay until the account goes, since what other devices signed afterwards stands on them; so does what it has written.
 */
export async function eraseDevice(
  transaction: Transaction,
  account: Id,
  device: Id,
): Promise<DestroyedKeys[]> {
  const where = sql`account_id = ${account}`;
  const credential = await sql`
    UPDATE device SET credential = NULL
    WHERE ${where} AND id = ${device} AND credential IS NOT NULL`.execute(transaction);
  const sealed = await sql`
    DELETE FROM sealed_key WHERE ${where} AND recipient = ${device}`.execute(transaction);
  const days = await sql`
    DELETE FROM pool_key_wrap WHERE ${where} AND member = ${device}`.execute(transaction);
  await sql`UPDATE device SET last_seen = NULL WHERE ${where} AND id = ${device}`.execute(transaction);
  await forgetRemovedGateways(transaction, account, [device]);
  await sql`DELETE FROM activity WHERE ${where} AND device_id = ${device}`.execute(transaction);
  return [
    { scope: 'device credentials', count: Number(credential.numAffectedRows ?? 0) },
    { scope: 'epochs, sealed to the device', count: Number(sealed.numAffectedRows ?? 0) },
    { scope: 'days of pools, sealed to the device', count: Number(days.numAffectedRows ?? 0) },
  ];
}
