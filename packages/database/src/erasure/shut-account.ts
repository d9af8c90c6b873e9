import type { Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { lockAccount } from '../account/lock-account.ts';
import type { Transaction } from '../connection/database.ts';

/** Keys that were destroyed, by what they closed. */
export interface DestroyedKeys {
  scope: string;
  count: number;
}

/**
 * What opens an account, in the order in which it goes: the keys of its rows, the wraps of its devices' keys, and whoever
 * may come in. What hangs on a row goes with it.
 */
const DOORS = [
  { table: 'data_key', scope: 'data at rest' },
  { table: 'account_key', scope: 'account' },
  { table: 'kept_key', scope: 'secret key of an open account' },
  { table: 'sealed_key', scope: 'epochs, sealed to devices' },
  { table: 'pool_key_wrap', scope: 'days of pools, sealed to gateways' },
  { table: 'list_key', scope: 'lists, sealed to devices' },
  { table: 'identity.session', scope: 'sessions' },
  { table: 'identity.reset', scope: null },
  { table: 'identity.key_code', scope: null },
  { table: 'identity.passkey', scope: 'passkeys' },
  { table: 'identity.holder', scope: null },
  { table: 'link', scope: null },
  { table: 'device', scope: 'device credentials' },
] as const;

/**
 * Destroys the keys of an account and everything by which anybody comes in, in one transaction: from its commit on nobody
 * reaches a row of it, and none of what is encrypted in it opens. Its row and its devices are locked first, so that what is
 * being written either is seen by whoever removes the rows, or finds no device and is refused.
 */
export async function shutAccount(transaction: Transaction, account: Id): Promise<DestroyedKeys[]> {
  await lockAccount(transaction, account);
  const destroyed: DestroyedKeys[] = [];
  for (const { table, scope } of DOORS) {
    const gone = await sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${account}`.execute(
      transaction,
    );
    if (scope !== null) destroyed.push({ scope, count: Number(gone.numAffectedRows ?? 0) });
  }
  transaction.keys.forget(account);
  return destroyed;
}
