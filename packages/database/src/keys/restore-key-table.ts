import { sql } from 'kysely';
import { inTransaction, type Transaction } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { withKeyLock } from './key-lock.ts';
import { newestCopy, type KeyTableInput } from './key-table.ts';
import { KeyringError } from './keyring.ts';

const ROWS = 5_000;

/** What putting the key table back did. */
export interface RestoredKeys {
  /** RFC 3339: the state of which moment was put back. */
  at: string;
  accounts: number;
  /** Accounts of the database whose keys are destroyed: what is in it of them stays closed. */
  closed: number;
}

/**
 * Puts the newest copy of the key table into a database that was restored from a backup, in place of what is there.
 * Accounts erased since the backup get no keys. @throws KeyringError without a whole copy.
 */
export async function restoreKeyTable({
  database,
  keyring,
}: Omit<KeyTableInput, 'now'>): Promise<RestoredKeys> {
  const copy = await newestCopy(keyring);
  if (!copy)
    throw new KeyringError(
      `The keyring ${keyring.where} holds no whole copy of the key table; put its files table.1 and table.2 back.`,
    );
  const counts = await withKeyLock(database, () =>
    inTransaction(database, async (transaction) => {
      await sql`TRUNCATE day_key, account_key, data_key`.execute(transaction);
      for (const [kind, insert] of INSERTS) {
        const rows = copy.lines.flatMap((line) => {
          const [word, ...rest] = line.split(' ');
          return word === kind ? [rest] : [];
        });
        for (let at = 0; at < rows.length; at += ROWS) await insert(transaction, rows.slice(at, at + ROWS));
      }
      return countRestored(transaction);
    }),
  );
  database.keys.close();
  return { at: copy.at, ...counts };
}

type Insert = (transaction: Transaction, rows: readonly string[][]) => Promise<unknown>;

const column = (rows: readonly string[][], place: number) =>
  arrayLiteral(rows.map((row) => row[place] ?? null));
/** A backslash is one only after another. */
const octets = (rows: readonly string[][], place: number) =>
  arrayLiteral(rows.map((row) => `\\\\x${Buffer.from(row[place] ?? '', 'base64url').toString('hex')}`));

/** What hangs on another comes after it; keys of accounts that the database does not have are left out. */
const INSERTS: readonly (readonly [string, Insert])[] = [
  [
    'day',
    (transaction, rows) =>
      sql`
        INSERT INTO day_key (id, day, state) SELECT * FROM unnest(
          ${column(rows, 0)}::text[], ${column(rows, 1)}::date[], ${column(rows, 2)}::text[])`.execute(
        transaction,
      ),
  ],
  [
    'account',
    (transaction, rows) =>
      sql`
        INSERT INTO account_key (account_id, day_key, numbers, wrapped) SELECT k.* FROM unnest(
          ${column(rows, 0)}::text[], ${column(rows, 1)}::text[], ${column(rows, 2)}::int[],
          ${octets(rows, 3)}::bytea[]) AS k (account_id, day_key, numbers, wrapped)
        JOIN account ON account.id = k.account_id`.execute(transaction),
  ],
  [
    'data',
    (transaction, rows) =>
      sql`
        INSERT INTO data_key (account_id, number, category, month, wrapped)
        SELECT k.account_id, k.number, k.category, nullif(k.month, '-')::date, k.wrapped FROM unnest(
          ${column(rows, 0)}::text[], ${column(rows, 1)}::int[], ${column(rows, 2)}::text[],
          ${column(rows, 3)}::text[], ${octets(rows, 4)}::bytea[]) AS k (account_id, number, category, month, wrapped)
        JOIN account_key USING (account_id)`.execute(transaction),
  ],
];

async function countRestored(transaction: Transaction): Promise<Omit<RestoredKeys, 'at'>> {
  const { rows } = await sql<Omit<RestoredKeys, 'at'>>`
    SELECT (SELECT count(*) FROM account_key) AS accounts,
      (SELECT count(*) FROM account WHERE NOT EXISTS (
        SELECT FROM account_key WHERE account_id = account.id)) AS closed`.execute(transaction);
  return rows[0] ?? { accounts: 0, closed: 0 };
}
