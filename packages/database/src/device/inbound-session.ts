import { CodedError, type Id, type InboundSession } from '@smseal/protocol';
import { inTransaction, type Database } from '../connection/database.ts';
import { currentEpoch } from '../record/current-epoch.ts';
import { takePlaces } from '../record/sequence.ts';

export interface PutSessionInput {
  account: Id;
  /** The calling device. */
  device: Id;
  session: InboundSession;
  /** UTC day. */
  today: string;
}

/**
 * Stores an inbound session in the change feed, once: the same one again is a no-op.
 * @returns the account's seq after it, or null where it was there already.
 * @throws CodedError `wrong-author`, `wrong-epoch`, `unauthenticated`, `invalid-request` (the id is taken by another one)
 */
export async function putInboundSession(database: Database, input: PutSessionInput): Promise<number | null> {
  const { account, device, session, today } = input;
  if (session.device !== device) throw new CodedError('wrong-author');
  return inTransaction(database, async (transaction) => {
    const alive = await transaction
      .selectFrom('device')
      .select('id')
      .where('account_id', '=', account)
      .where('id', '=', device)
      .where('removed', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!alive) throw new CodedError('unauthenticated');
    const stored = await transaction
      .selectFrom('inbound_session')
      .selectAll()
      .where('account_id', '=', account)
      .where('id', '=', session.id)
      .execute();
    const [known] = await transaction.keys.open('inbound_session', stored);
    const [enc, signature] = [
      Buffer.from(session.enc, 'base64url'),
      Buffer.from(session.signature, 'base64url'),
    ];
    if (known) {
      const same =
        known.device_id === device &&
        known.epoch === session.epoch &&
        known.day === session.day &&
        known.enc.equals(enc) &&
        known.signature.equals(signature);
      if (!same) throw new CodedError('invalid-request', { at: '/id' });
      return null;
    }
    const epoch = await currentEpoch(transaction, account);
    if (session.epoch !== epoch) throw new CodedError('wrong-epoch', { epoch });
    const seq = await takePlaces(transaction, account, 1);
    const row = {
      account_id: account,
      id: session.id,
      device_id: device,
      epoch,
      day: session.day,
      enc,
      signature,
      seq,
      stored: today,
    };
    await transaction
      .insertInto('inbound_session')
      .values(await transaction.keys.seal('inbound_session', [row]))
      .execute();
    return seq;
  });
}
