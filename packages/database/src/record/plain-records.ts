/** Records in plain (SEAL-97): those of open accounts, which are encrypted on the way into the table and opened on the way out. */
import { CodedError, type AccountKind, type Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import { PLAIN } from '../keys/at-rest-columns.ts';
import { KeyDestroyed } from '../keys/keys.ts';
import { arrayLiteral } from './array-literal.ts';
import type { StoredRecord } from './stored-record.ts';

/** Records as the table takes them. */
export interface RecordsAtRest {
  records: StoredRecord[];
  /** Numbers of the data keys that the plain ones are under. */
  keys: number[];
  /** Kinds of account that may hold them. */
  kinds: readonly AccountKind[];
}

function isPlain({ envelope }: StoredRecord): boolean {
  return envelope[0] === PLAIN[0];
}

/** Encrypts the plain ones of an account's records; the others stay as they are. @throws CodedError `unauthenticated`. */
export async function atRest(
  { keys }: Database,
  account: Id,
  records: readonly StoredRecord[],
): Promise<RecordsAtRest> {
  const kinds = kindsFor(records);
  if (!records.some(isPlain)) return { records: [...records], keys: [], kinds };
  const rows = await keys.seal('record', rowsOf(account, records));
  const stored = records.map((record, place) => ({
    ...record,
    envelope: rows[place]?.envelope ?? record.envelope,
  }));
  const numbers = stored.filter(isPlain).map(({ envelope }) => envelope.readUInt32BE(2));
  return { records: stored, keys: [...new Set(numbers)], kinds };
}

/**
 * Opens what {@link atRest} made of an account's records. Where a key is destroyed, which after a restored backup may be so of
 * what had expired or was sealed since, the envelope is empty. @throws NotOpened
 */
export async function opened(
  { keys }: Database | Transaction,
  account: Id,
  records: readonly StoredRecord[],
): Promise<StoredRecord[]> {
  if (!records.some(isPlain)) return [...records];
  const open = (some: readonly StoredRecord[]) => keys.open('record', rowsOf(account, some));
  const rows = await open(records).catch((error: unknown) => {
    if (!(error instanceof KeyDestroyed)) throw error;
    return Promise.all(records.map(async (record) => (await open([record]).catch(goneWith))[0]));
  });
  return records.map((record, place) => ({ ...record, envelope: rows[place]?.envelope ?? GONE }));
}

const GONE = Buffer.alloc(0);

function goneWith(error: unknown): never[] {
  if (error instanceof KeyDestroyed) return [];
  throw error;
}

function rowsOf(account: Id, records: readonly StoredRecord[]) {
  return records.map(({ kind, id, day, envelope }) => ({ account_id: account, kind, id, day, envelope }));
}

/** An inbound session’s records (suite 2) are those of devices that cannot read: any account takes them. */
function kindsFor(records: readonly StoredRecord[]): readonly AccountKind[] {
  const suites = new Set(records.map(({ envelope }) => envelope[0]));
  if (suites.has(PLAIN[0])) return suites.has(1) ? [] : ['open'];
  return suites.has(1) ? ['sealed', 'sealing'] : ['sealed', 'sealing', 'open'];
}

/**
 * Whether the data keys of these numbers are there, and stay until the transaction ends: retention destroys keys of months
 * in which it finds no record.
 */
export function areHeld(account: Id, keys: readonly number[]): RawBuilder<boolean> {
  if (keys.length === 0) return sql`true`;
  return sql`(
    SELECT count(*) FROM (
      SELECT FROM data_key WHERE account_id = ${account} AND number = ANY(${arrayLiteral(keys)}::int[]) FOR KEY SHARE
    ) AS held
  ) = ${keys.length}`;
}

/** @throws CodedError `account-open`, `account-sealed` where the account is not of one of these kinds. */
export async function requireKind(
  transaction: Transaction,
  account: Id,
  kinds: readonly AccountKind[],
): Promise<void> {
  const row = await transaction
    .selectFrom('account')
    .select('kind')
    .where('id', '=', account)
    .executeTakeFirst();
  if (!row) throw new CodedError('unauthenticated');
  if (!kinds.includes(row.kind))
    throw new CodedError(row.kind === 'open' ? 'account-open' : 'account-sealed');
}
