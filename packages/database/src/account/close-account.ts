import { RETENTION_RULES } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';
import { endSessions } from '../identity/session.ts';
import { lockAccount } from './lock-account.ts';

/** For how long a closed account can be woken, ms: until the retention plan lets go of it. */
const CLOSED_MS = RETENTION_RULES['closure-90d'].ms;

/** When an account that was closed at that time is erased. */
export function erasedAt(closed: Date): Date {
  return new Date(closed.getTime() + CLOSED_MS);
}

/**
 * Closes an account and ends its sessions. @returns false where it is closed already.
 */
export async function closeAccount(
  transaction: Transaction,
  { account, now }: { account: Id; now: Date },
): Promise<boolean> {
  await lockAccount(transaction, account);
  const row = await transaction
    .updateTable('account')
    .set({ closed: now })
    .where('id', '=', account)
    .where('closed', 'is', null)
    .returning('id')
    .executeTakeFirst();
  await endSessions(transaction, account);
  return row !== undefined;
}

/** Opens a closed account again. @returns false where it is not closed, or its time is over and it only awaits its erasure. */
export async function wakeAccount(
  transaction: Transaction,
  { account, now }: { account: Id; now: Date },
): Promise<boolean> {
  const row = await transaction
    .updateTable('account')
    .set({ closed: null })
    .where('id', '=', account)
    .where('closed', '>', new Date(now.getTime() - CLOSED_MS))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
