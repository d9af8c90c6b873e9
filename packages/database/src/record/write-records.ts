import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database, Transaction } from '../connection/database.ts';
import { arrayLiteral } from './array-literal.ts';
import { areHeld, type RecordsAtRest } from './plain-records.ts';
import type { StoredRecord } from './stored-record.ts';

export interface WriteInput {
  account: Id;
  /** The author of all of them. */
  device: Id;
  /** In rising order of author sequence, all of one epoch. */
  records: readonly StoredRecord[];
  today: string;
}

interface Written {
  /** The account's seq afterwards. */
  seq: number;
  put: number;
}

/**
 * Writes records that are known to be new in one statement of its own: it locks the author's row, as everybody does who
 * writes in its name, and takes places in the feed only if nothing is in the way: the account's epoch is that of the
 * records, its kind one that takes them, the keys of those that are encrypted still there, the author's sequences go on, and
 * no blob waits for its owner.
 * @returns the account's seq; null when something is in the way, and then nothing was written.
 * @throws the driver's unique violation where a record is stored already.
 */
export async function writeNewRecords(
  database: Database,
  input: WriteInput & RecordsAtRest,
): Promise<number | null> {
  const { account, device, records, kinds, keys } = input;
  const taken = sql`
    UPDATE account SET seq = seq + ${records.length}
    FROM (
      SELECT authored FROM device WHERE account_id = ${account} AND id = ${device} AND removed IS NULL FOR UPDATE
    ) AS author
    WHERE account.id = ${account} AND account.epoch = ${records[0]?.epoch}
      AND author.authored < ${records[0]?.authorSeq}
      AND account.kind = ANY(${arrayLiteral(kinds)}::text[]) AND ${areHeld(account, keys)}
      AND NOT EXISTS (SELECT FROM blob_waiting WHERE account_id = ${account})
    RETURNING account.seq`;
  const { rows } = await writeStatement(input, taken, sql``).execute(database);
  return rows[0]?.seq ?? null;
}

/**
 * Writes records beside what is stored of them, under the locks that the caller took.
 * @returns the account's seq; null when a record that was not there to be locked is there now.
 */
export async function writeRecords(transaction: Transaction, input: WriteInput): Promise<number | null> {
  const { account, records } = input;
  const taken = sql`UPDATE account SET seq = seq + ${records.length} WHERE id = ${account} RETURNING seq`;
  const updates = records.some((record) => record.version > 1);
  const { rows } = await writeStatement(input, taken, updates ? ON_CONFLICT_UPDATE : sql``).execute(
    transaction,
  );
  const [row] = rows;
  return row?.put === records.length ? row.seq : null;
}

/**
 * Rows, the author's sequence and the feed's head in one statement, so that the head is locked for no longer.
 * The envelopes travel as one run of octets that PostgreSQL cuts: a binary parameter, neither quoted nor in hex.
 */
function writeStatement(
  { account, device, records, today }: WriteInput,
  taken: RawBuilder<unknown>,
  onConflict: RawBuilder<unknown>,
): RawBuilder<Written> {
  const of = (pick: (record: StoredRecord) => string | number | undefined) => arrayLiteral(records.map(pick));
  return sql`
    WITH taken AS (${taken}), put AS (
      INSERT INTO record (account_id, seq, author_seq, version, epoch, day, stored, kind, id, author, conversation, envelope)
      SELECT ${account}, taken.seq - ${records.length} + g.place, g.author_seq, g.version, ${records[0]?.epoch}::int,
        g.day, ${today}::date, g.kind, g.id, ${device}, g.conversation,
        substring(${Buffer.concat(records.map((r) => r.envelope))}::bytea FROM g.start FOR g.length)
      FROM taken, unnest(
        ${of((r) => r.kind)}::text[], ${of((r) => r.id)}::text[], ${of((r) => r.version)}::int[],
        ${of((r) => r.authorSeq)}::bigint[], ${of((r) => r.conversation)}::text[], ${of((r) => r.day)}::date[],
        ${arrayLiteral(startsOf(records))}::int[], ${of((r) => r.envelope.length)}::int[]
      ) WITH ORDINALITY AS g (kind, id, version, author_seq, conversation, day, start, length, place)
      ${onConflict}
      RETURNING 1
    ), authored AS (
      UPDATE device SET authored = ${records.at(-1)?.authorSeq} FROM taken
      WHERE device.account_id = ${account} AND device.id = ${device}
    )
    SELECT taken.seq, (SELECT count(*) FROM put) AS put FROM taken`;
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
