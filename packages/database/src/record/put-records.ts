import { CodedError, type Id } from '@smseal/protocol';
import { sql } from 'kysely';
import { inTransaction, type Database, type Transaction } from '../connection/database.ts';
import { currentEpoch } from './current-epoch.ts';
import { lockRecords } from './lock-records.ts';
import { claimBlobs, readWaitingBlobs } from '../blob/waiting-blobs.ts';
import { headOf } from './sequence.ts';
import { arrayLiteral } from './array-literal.ts';
import { toStoredRecord, type StoredRecord } from './stored-record.ts';

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

/** Two requests of one account met at the same new record; the later one looks again. */
class Raced extends Error {}
const TRIES = 5;
const UNIQUE_VIOLATION = '23505';

/**
 * Puts all records or none: each is new with version 1, the stored version plus one, or exactly what is stored, which is
 * a no-op. Envelopes are opaque here.
 * @throws CodedError `version-conflict`, `wrong-epoch`, `replayed-sequence`, `blob-incomplete`, `unauthenticated`.
 */
export async function putRecords(database: Database, input: PutRecordsInput): Promise<RecordsPut> {
  // A first sync is all new records: they are written without looking first, and looked at only when that fails.
  let looking = input.records.some((record) => record.version > 1);
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(database, (transaction) =>
        looking ? putKnown(transaction, input) : putNew(transaction, input),
      );
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const again =
        error instanceof Raced || code === UNIQUE_VIOLATION || (!looking && error instanceof CodedError);
      if (!again) throw error;
      if (attempt === TRIES) throw new CodedError('unavailable');
      looking = true;
    }
  }
}

/** Puts records as if all of them were new. What makes that impossible is judged by {@link putKnown}. */
async function putNew(transaction: Transaction, input: PutRecordsInput): Promise<RecordsPut> {
  const authored = await lockAuthor(transaction, input);
  return write(transaction, input, { changed: input.records, authored });
}

/** Puts records beside what is stored of them. */
async function putKnown(transaction: Transaction, input: PutRecordsInput): Promise<RecordsPut> {
  const authored = await lockAuthor(transaction, input);
  const stored = await readStored(transaction, input);
  const changed = input.records.filter((record) => isChange(record, stored.get(keyOf(record))));
  if (changed.length === 0)
    return { seq: await headOf(transaction, input.account), changed: 0, moved: false };
  return write(transaction, input, { changed, authored });
}

async function write(
  transaction: Transaction,
  input: PutRecordsInput,
  { changed, authored }: { changed: readonly StoredRecord[]; authored: number },
): Promise<RecordsPut> {
  await checkEpoch(transaction, input.account, changed);
  checkSequence(changed, authored);
  await checkBlobs(transaction, input.account, changed);
  const seq = await writeRecords(transaction, input, changed);
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
  return new Map(rows.map((row) => [keyOf(row), toStoredRecord(row)]));
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

/**
 * Writes the rows, the author's sequence and the head in one statement, so that the head is locked for no longer.
 * The envelopes travel as one run of octets that PostgreSQL cuts: a binary parameter, neither quoted nor in hex.
 */
async function writeRecords(
  transaction: Transaction,
  { account, device, today }: PutRecordsInput,
  changed: readonly StoredRecord[],
): Promise<number> {
  const of = (pick: (record: StoredRecord) => string | number | undefined) => arrayLiteral(changed.map(pick));
  const updates = changed.some((record) => record.version > 1);
  const { rows } = await sql<{ seq: number; put: number }>`
    WITH taken AS (
      UPDATE account SET seq = seq + ${changed.length} WHERE id = ${account} RETURNING seq
    ), put AS (
      INSERT INTO record (account_id, seq, author_seq, version, epoch, day, stored, kind, id, author, conversation, envelope)
      SELECT ${account}, taken.seq - ${changed.length} + g.place, g.author_seq, g.version, ${changed[0]?.epoch}::int,
        g.day, ${today}::date, g.kind, g.id, ${device}, g.conversation,
        substring(${Buffer.concat(changed.map((r) => r.envelope))}::bytea FROM g.start FOR g.length)
      FROM taken, unnest(
        ${of((r) => r.kind)}::text[], ${of((r) => r.id)}::text[], ${of((r) => r.version)}::int[],
        ${of((r) => r.authorSeq)}::bigint[], ${of((r) => r.conversation)}::text[], ${of((r) => r.day)}::date[],
        ${arrayLiteral(startsOf(changed))}::int[], ${of((r) => r.envelope.length)}::int[]
      ) WITH ORDINALITY AS g (kind, id, version, author_seq, conversation, day, start, length, place)
      ${updates ? ON_CONFLICT_UPDATE : sql``}
      RETURNING 1
    ), authored AS (
      UPDATE device SET authored = ${changed.at(-1)?.authorSeq} WHERE account_id = ${account} AND id = ${device}
    )
    SELECT taken.seq, (SELECT count(*) FROM put) AS put FROM taken`.execute(transaction);
  const [row] = rows;
  if (!row) throw new CodedError('unauthenticated');
  if (row.put !== changed.length) throw new Raced('another request put the same record first');
  return row.seq;
}

/** Where each envelope begins in the run of all of them, from 1. */
function startsOf(records: readonly StoredRecord[]): number[] {
  let next = 1;
  return records.map(({ envelope }) => {
    const start = next;
    next += envelope.length;
    return start;
  });
}

/** Rows of earlier versions are locked by now; a row that is not the version before raced, and is left out. */
const ON_CONFLICT_UPDATE = sql`
  ON CONFLICT (account_id, kind, id) DO UPDATE SET
    seq = excluded.seq, author_seq = excluded.author_seq, version = excluded.version, epoch = excluded.epoch,
    day = excluded.day, author = excluded.author, conversation = excluded.conversation, envelope = excluded.envelope
  WHERE record.version = excluded.version - 1`;
