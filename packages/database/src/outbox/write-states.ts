import { packStates, summarise } from '@smseal/policy';
import type { Id, TextState } from '@smseal/protocol';
import type { Transaction } from '../connection/database.ts';

/** Stores a batch's states with what follows from them: when nothing more is expected, wrap and lease go. */
export async function writeStates(
  transaction: Transaction,
  { account, batch, states, seq }: { account: Id; batch: Id; states: TextState[]; seq?: number },
): Promise<void> {
  const { waiting, final } = summarise(states);
  await transaction
    .updateTable('batch')
    .set({
      states: Buffer.from(packStates(states)),
      waiting,
      ...(seq === undefined ? {} : { seq }),
      ...(final ? { target_enc: null, target_sealed: null, lease: null, lease_until: null } : {}),
    })
    .where('account_id', '=', account)
    .where('id', '=', batch)
    .execute();
}
