import { randomBytes } from 'node:crypto';
import { deleteAccount, inTransaction, storeHolder, type Database, type Holder } from '@smseal/database';
import { sql } from 'kysely';
import { newAccount, randomId, TODAY } from '../sealed-account.ts';

let sessions = 1_000;

export const DAY_MS = 86_400_000;

/** An account with a holder, and a row that holds a key of its content. */
export async function newHolder(database: Database): Promise<Holder> {
  const account = await newAccount(database);
  const holder = {
    account,
    email: `${account.toLowerCase()}@example.org`,
    mobile: `+4670${randomBytes(4).readUInt32BE()}`,
    password: null,
  };
  await inTransaction(database, (transaction) => storeHolder(transaction, holder));
  return holder;
}

/** Stores an inbound session with these octets, as its device would. */
export async function putSession(database: Database, account: string, enc: Buffer): Promise<string> {
  const id = randomId();
  const row = { account_id: account, id, device_id: randomId(), epoch: 1, day: TODAY, enc, stored: TODAY };
  await database
    .insertInto('inbound_session')
    .values(
      await database.keys.seal('inbound_session', [{ ...row, signature: randomBytes(64), seq: ++sessions }]),
    )
    .execute();
  return id;
}

export async function erase(database: Database, account: string): Promise<void> {
  await inTransaction(database, (transaction) => deleteAccount(transaction, account));
}

/** What a raw copy of the database's files would have of these tables: every row, octet for octet. */
export async function rawCopy(database: Database) {
  const read = async <Row>(table: string) =>
    (await sql<Row>`SELECT * FROM ${sql.table(table)}`.execute(database)).rows;
  return {
    accountKeys: await read<{ account_id: string; day_key: string; wrapped: Buffer }>('account_key'),
    dataKeys: await read<{
      account_id: string;
      number: number;
      category: string;
      month: string | null;
      wrapped: Buffer;
    }>('data_key'),
    holders: await read<{ account_id: string; email: Buffer }>('identity.holder'),
    records: await read<{ account_id: string; id: string; envelope: Buffer }>('record'),
    sessions: await read<{ account_id: string; id: string; enc: Buffer }>('inbound_session'),
  };
}
export type RawCopy = Awaited<ReturnType<typeof rawCopy>>;
