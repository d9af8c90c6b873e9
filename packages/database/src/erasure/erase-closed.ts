import type { Id } from '@smseal/protocol';
import { advanceErasure, type Eraser } from './advance-erasure.ts';
import { beginAccountErasure } from './begin-erasure.ts';

/**
 * Erases accounts that were closed and whose time is over, as when their holders delete them; from then on nobody can wake
 * one. What fails is carried on by whoever tends erasures, and keeps no other account.
 * @returns those that nobody can reach any more.
 */
export async function eraseClosed(eraser: Eraser, accounts: readonly Id[]): Promise<Id[]> {
  const { database, now } = eraser;
  const erased: Id[] = [];
  for (const account of accounts) {
    const begun = await database
      .selectFrom('erasure')
      .select('id')
      .where('account_id', '=', account)
      .where('kind', '=', 'account')
      .executeTakeFirst();
    const { id } = begun ?? (await beginAccountErasure({ database, now: now() }, { account, handed: null }));
    await advanceErasure(eraser, id).then(
      () => erased.push(account),
      () => undefined,
    );
  }
  return erased;
}
