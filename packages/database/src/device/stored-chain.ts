import { acceptEntry, emptyChain, type ChainState } from '@smseal/policy';
import type { ChainBody, ChainEntry, ChainPage, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import type { Executor } from '../keys/account-key.ts';
import { entryHash, type EntryOctets } from './entry-octets.ts';

/** Entries with index ≥ `after`, in order. */
export async function readEntries(
  database: Database | Transaction,
  account: Id,
  after: number,
): Promise<EntryOctets[]> {
  return database.keys.open('chain_entry', await entryRows(database, account, after));
}

function entryRows(executor: Executor, account: Id, after: number) {
  return executor
    .selectFrom('chain_entry')
    .selectAll()
    .where('account_id', '=', account)
    .where('index', '>=', after)
    .orderBy('index')
    .execute();
}

/** What the stored entries add up to; they were judged when they came. */
export async function readChainState(transaction: Transaction, account: Id): Promise<ChainState> {
  let state = emptyChain(account);
  for (const entry of await readEntries(transaction, account, 0))
    state = acceptEntry(state, { body: bodyOf(entry), hash: entryHash(entry) });
  return state;
}

function bodyOf({ body }: EntryOctets): ChainBody {
  return JSON.parse(Buffer.from(body).toString('utf8')) as ChainBody;
}

/** Last accepted author sequence of each device that the account ever had. */
export async function readAuthored(database: Executor, account: Id): Promise<Record<Id, number>> {
  const rows = await database
    .selectFrom('device')
    .select(['id', 'authored'])
    .where('account_id', '=', account)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.id, row.authored]));
}

/** The chain from an index on, as one moment has it. */
export async function readChainPage(database: Database, account: Id, after: number): Promise<ChainPage> {
  const { keys } = database;
  const { rows, ...page } = await database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => ({
      rows: await entryRows(transaction, account, after),
      length: await readChainLength(transaction, account),
      authored: await readAuthored(transaction, account),
    }));
  return { account, ...page, entries: (await keys.open('chain_entry', rows)).map(toWire) };
}

/** Number of entries of an account's chain. */
export async function readChainLength(database: Executor, account: Id): Promise<number> {
  const { rows } = await sql<{ length: number }>`
    SELECT coalesce(max(index) + 1, 0)::int AS length FROM chain_entry WHERE account_id = ${account}`.execute(
    database,
  );
  return rows[0]?.length ?? 0;
}

function toWire({ body, signature }: EntryOctets): ChainEntry {
  return {
    body: Buffer.from(body).toString('base64url'),
    signature: Buffer.from(signature).toString('base64url'),
  };
}
