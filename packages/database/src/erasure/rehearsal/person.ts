import { randomBytes } from 'node:crypto';
import { utcDay } from '@smseal/policy';
import { ORDINARY_CAPABILITIES, type Id } from '@smseal/protocol';
import { inTransaction, type Database } from '../../connection/database.ts';
import { storeHolder } from '../../identity/holder.ts';

/** An account that was made up, with what belongs to one. */
export interface MadeUpPerson {
  account: Id;
  device: Id;
  contacts: Id[];
}

const newId = (): Id => randomBytes(16).toString('base64url');

/** Stores an account with its holder, a device and some contacts whose octets mean nothing. */
export async function storePerson(database: Database, now: number): Promise<MadeUpPerson> {
  const [account, device] = [newId(), newId()];
  const stored = utcDay(now);
  await database
    .insertInto('account')
    .values({ id: account, epoch: 1, retention_days: null, stored })
    .execute();
  const holder = { account, email: `${account.toLowerCase()}@mail.example`, mobile: '+447700900555' };
  await inTransaction(database, (transaction) => storeHolder(transaction, { ...holder, password: null }));
  await database
    .insertInto('device')
    .values({
      account_id: account,
      id: device,
      platform: 'browser',
      can: [...ORDINARY_CAPABILITIES.browser],
      credential: randomBytes(32),
      admitted: 1,
      removed: null,
      last_seen: null,
      stored,
    })
    .execute();
  const contacts = [newId(), newId()];
  await database
    .insertInto('record')
    .values(
      contacts.map((id, at) => ({
        account_id: account,
        seq: at + 1,
        author_seq: at + 1,
        version: 1,
        epoch: 1,
        day: null,
        stored,
        kind: 'contact' as const,
        id,
        author: device,
        conversation: null,
        envelope: Buffer.concat([Buffer.of(1), randomBytes(188)]),
      })),
    )
    .execute();
  return { account, device, contacts };
}
