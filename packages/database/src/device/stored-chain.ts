import { acceptEntry, emptyChain, type ChainState } from '@smseal/policy';
import type { ChainBody, ChainEntry, ChainPage, Id } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import { entryHash, type EntryOctets } from './entry-octets.ts';

/** Entries with index ≥ `after`, in order. */
export async function readEntries(
  database: Database | Transaction,
  account: Id,
  after: number,
): Promise<EntryOctets[]> {
  return database
    .selectFrom('chain_entry')
    .select(['body', 'signature'])
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
export async function readAuthored(
  database: Database | Transaction,
  account: Id,
): Promise<Record<Id, number>> {
  const rows = await database
    .selectFrom('device')
    .select(['id', 'authored'])
    .where('account_id', '=', account)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.id, row.authored]));
}

/** The chain from an index on, as one moment has it. */
export async function readChainPage(database: Database, account: Id, after: number): Promise<ChainPage> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const entries = await readEntries(transaction, account, after);
      const length = await readChainLength(transaction, account);
      return {
        account,
        entries: entries.map(toWire),
        length,
        authored: await readAuthored(transaction, account),
      };
    });
}

/** Number of entries of an account's chain. */
export async function readChainLength(database: Database | Transaction, account: Id): Promise<number> {
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
