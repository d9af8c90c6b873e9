import { CodedError, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { currentEpoch } from './current-epoch.ts';
import { lockRecords } from './lock-records.ts';
import { areHeld, atRest, opened, requireKind, type RecordsAtRest } from './plain-records.ts';
import { claimBlobs, readWaitingBlobs } from '../blob/waiting-blobs.ts';
import { headOf } from './sequence.ts';
import { toStoredRecord, type StoredRecord } from './stored-record.ts';
import { writeNewRecords, writeRecords } from './write-records.ts';

export interface PutRecordsInput {
  account: Id;
  /** The calling device: the author of all of them. */
  device: Id;
  /** No two of the same kind and id. */
  records: readonly StoredRecord[];
  /** UTC day that new rows are stored under. */
  today: string;
}

export interface RecordsPut {
  /** The account's seq after the request. */
  seq: number;
  /** How many were new or newer. */
  changed: number;
  /** Whether places of the feed were taken. */
  moved: boolean;
}

/** Something that was looked at has changed meanwhile; the later one of two requests looks again. */
class Raced extends Error {}
const TRIES = 4;
const UNIQUE_VIOLATION = '23505';

/**
 * Puts all records or none: each is new with version 1, the stored version plus one, or exactly what is stored, which is
 * a no-op. Envelopes are opaque here, and those in plain are encrypted. A first sync is all new records: they are written without looking at what is
 * stored, which is done only when that fails.
 * @throws CodedError `version-conflict`, `wrong-epoch`, `replayed-sequence`, `blob-incomplete`, `unauthenticated`,
 *   `account-open`, `account-sealed`.
 */
export async function putRecords(database: Database, input: PutRecordsInput): Promise<RecordsPut> {
  let kept = await atRest(database, input.account, input.records);
  const seq = isNewInOrder(input.records) ? await writeNew(database, { ...input, ...kept }) : null;
  if (seq !== null) return { seq, changed: input.records.length, moved: true };
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(database, (transaction) => putBesideStored(transaction, input, kept));
    } catch (error) {
      if (!(error instanceof Raced) && !isStoredAlready(error)) throw error;
      if (attempt === TRIES) throw new CodedError('unavailable');
      if (kept.keys.length > 0) {
        database.keys.forget(input.account);
        kept = await atRest(database, input.account, input.records);
      }
    }
  }
}

/** Whether nothing in the records themselves says that they are not new. */
function isNewInOrder(records: readonly StoredRecord[]): boolean {
  return records.every(
    (record, i) =>
      record.version === 1 &&
      record.epoch === records[0]?.epoch &&
      (i === 0 || record.authorSeq > (records[i - 1]?.authorSeq ?? 0)),
  );
}

/** @returns null when anything is in the way, which {@link putBesideStored} then judges. */
async function writeNew(database: Database, input: PutRecordsInput & RecordsAtRest): Promise<number | null> {
  try {
    return await writeNewRecords(database, input);
  } catch (error) {
    if (isStoredAlready(error) || (error as { code?: unknown }).code === DEADLOCK) return null;
    throw error;
  }
}

const DEADLOCK = '40P01';

function isStoredAlready(error: unknown): boolean {
  return (error as { code?: unknown }).code === UNIQUE_VIOLATION;
}

async function putBesideStored(
  transaction: Transaction,
  input: PutRecordsInput,
  kept: RecordsAtRest,
): Promise<RecordsPut> {
  const { account } = input;
  const authored = await lockAuthor(transaction, input);
  const stored = await readStored(transaction, input);
  const changed = input.records.filter((record) => isChange(record, stored.get(keyOf(record))));
  if (changed.length === 0) return { seq: await headOf(transaction, account), changed: 0, moved: false };
  await requireKind(transaction, account, kept.kinds);
  await checkEpoch(transaction, account, changed);
  checkSequence(changed, authored);
  await checkBlobs(transaction, account, changed);
  await checkKeys(transaction, account, kept.keys);
  const place = new Map(input.records.map((record, at) => [record, kept.records[at] ?? record]));
  const records = changed.map((record) => place.get(record) ?? record);
  const seq = await writeRecords(transaction, { ...input, records });
  if (seq === null) throw new Raced('another request put the same record first');
  return { seq, changed: changed.length, moved: true };
}

function keyOf(record: { kind: string; id: Id }): string {
  return `${record.kind}:${record.id}`;
}

/**
 * Locks the calling device: requests of one device queue up here, and so does the chain while it starts an epoch,
 * whose cutoffs are the sequences read here.
 * @returns its last accepted author sequence.
 */
async function lockAuthor(transaction: Transaction, { account, device }: PutRecordsInput): Promise<number> {
  const row = await transaction
    .selectFrom('device')
    .select('authored')
    .where('account_id', '=', account)
    .where('id', '=', device)
    .where('removed', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new CodedError('unauthenticated');
  return row.authored;
}

/** Reads and locks what is stored of the records. */
async function readStored(
  transaction: Transaction,
  { account, records }: PutRecordsInput,
): Promise<Map<string, StoredRecord>> {
  const { rows } = await lockRecords(account, records).execute(transaction);
  const stored = await opened(transaction, account, rows.map(toStoredRecord));
  return new Map(stored.map((record) => [keyOf(record), record]));
}

/** @throws CodedError `version-conflict` where the record is neither next nor what is stored. */
function isChange(record: StoredRecord, stored: StoredRecord | undefined): boolean {
  if (stored && isSame(record, stored)) return false;
  if (record.version === (stored?.version ?? 0) + 1) return true;
  throw new CodedError('version-conflict', {
    record: record.id,
    current: stored ? { ...stored, envelope: stored.envelope.toString('base64url') } : null,
  });
}

function isSame(a: StoredRecord, b: StoredRecord): boolean {
  return (
    a.version === b.version &&
    a.epoch === b.epoch &&
    a.author === b.author &&
    a.authorSeq === b.authorSeq &&
    a.conversation === b.conversation &&
    a.day === b.day &&
    a.envelope.equals(b.envelope)
  );
}

async function checkEpoch(
  transaction: Transaction,
  account: Id,
  changed: readonly StoredRecord[],
): Promise<void> {
  const epoch = await currentEpoch(transaction, account);
  if (changed.some((record) => record.epoch !== epoch)) throw new CodedError('wrong-epoch', { epoch });
}

/** @throws Raced where a key that something was encrypted under is destroyed. */
async function checkKeys(transaction: Transaction, account: Id, keys: readonly number[]): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`SELECT ${areHeld(account, keys)} AS held`.execute(
    transaction,
  );
  if (!rows[0]?.held) throw new Raced('a data key was destroyed meanwhile');
}

function checkSequence(changed: readonly StoredRecord[], authored: number): void {
  let last = authored;
  for (const { authorSeq } of changed) {
    if (authorSeq <= last) throw new CodedError('replayed-sequence', { last: authored });
    last = authorSeq;
  }
}

/** Blobs that were announced for these owners must be there whole. */
async function checkBlobs(
  transaction: Transaction,
  account: Id,
  changed: readonly StoredRecord[],
): Promise<void> {
  const waiting = await readWaitingBlobs(transaction, account);
  if (waiting.length === 0) return;
  const owners = new Set(changed.map(keyOf));
  const claimed = waiting.filter((blob) => owners.has(`${blob.owner_kind}:${blob.owner}`));
  const broken = claimed.find((blob) => blob.present < blob.chunks);
  if (broken) throw new CodedError('blob-incomplete', { blob: broken.id });
  await claimBlobs(
    transaction,
    account,
    claimed.map((blob) => blob.id),
  );
}
