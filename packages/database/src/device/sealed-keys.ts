import type { Id, SealedKey } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';

/** What is sealed to a device, or to `root`. */
export async function readSealedKeys(
  database: Database,
  account: Id,
  recipient: Id | 'root',
): Promise<SealedKey[]> {
  const rows = await database
    .selectFrom('sealed_key')
    .select(['account_id', 'recipient', 'scope', 'epoch', 'enc', 'sealed'])
    .where('account_id', '=', account)
    .where('recipient', '=', recipient)
    .orderBy('scope')
    .orderBy('epoch')
    .execute();
  const opened = await database.keys.open('sealed_key', rows);
  return opened.map((row) => ({
    scope: row.scope as SealedKey['scope'],
    epoch: row.epoch,
    recipient,
    enc: row.enc.toString('base64url'),
    sealed: row.sealed.toString('base64url'),
  }));
}
