import { RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { readAsColumns } from './read-as-columns.ts';
import type { RecordRow, StoredRecord } from './stored-record.ts';

/** The last record of the page before: its id, and its day where the kind has one. */
export interface RecordCursor {
  id: Id;
  day: string | null;
}

export interface PageRequest {
  account: Id;
  kind: RecordKind;
  after: RecordCursor | null;
  limit: number;
}

const COLUMNS = sql`seq, kind, id, version, epoch, author, author_seq, conversation, day, envelope`;

/** Whether the kind comes newest day first. */
function isByDay(kind: RecordKind): boolean {
  return 'day' in RECORD_KINDS[kind].clear;
}

/**
 * Newest day first. After a cursor there are two ranges of the index, the rest of its day and the earlier days, and
 * PostgreSQL merges them: one range with an OR would start each page at the beginning of the day.
 */
export function recordsByDay({ account, after, limit }: PageRequest): RawBuilder<RecordRow> {
  if (!after)
    return sql`
      SELECT ${COLUMNS} FROM record WHERE account_id = ${account} AND kind = 'message'
      ORDER BY day DESC, id LIMIT ${limit}`;
  return sql`
    SELECT * FROM (
      (SELECT ${COLUMNS} FROM record
        WHERE account_id = ${account} AND kind = 'message' AND day = ${after.day}::date AND id > ${after.id}
        ORDER BY day DESC, id LIMIT ${limit})
      UNION ALL
      (SELECT ${COLUMNS} FROM record
        WHERE account_id = ${account} AND kind = 'message' AND day < ${after.day}::date
        ORDER BY day DESC, id LIMIT ${limit})
    ) AS merged ORDER BY day DESC, id LIMIT ${limit}`;
}

function recordsById({ account, kind, after, limit }: PageRequest): RawBuilder<RecordRow> {
  return sql`
    SELECT ${COLUMNS} FROM record WHERE account_id = ${account} AND kind = ${kind} AND id > ${after?.id ?? ''}
    ORDER BY id LIMIT ${limit}`;
}

/** One page of a kind, whether more may follow, and the account's seq at the same moment. */
export async function readRecords(
  database: Database,
  request: PageRequest,
): Promise<{ records: StoredRecord[]; more: boolean; head: number }> {
  const byDay = isByDay(request.kind);
  const page = byDay ? recordsByDay(request) : recordsById(request);
  const order = byDay ? sql`day DESC, id` : sql`id`;
  const { account } = request;
  const { records, found, head } = await readAsColumns(database, { account, page, order });
  return { records, more: found === request.limit || records.length < found, head };
}

/** How many records of the kind the account has. */
export async function countRecords(
  database: Database,
  { account, kind }: { account: Id; kind: RecordKind },
): Promise<number> {
  const row = await database
    .selectFrom('record')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Ids and versions of a kind, by id. */
export async function readRecordIds(
  database: Database,
  { account, kind, after, limit }: { account: Id; kind: RecordKind; after: Id | null; limit: number },
): Promise<{ id: Id; version: number }[]> {
  return database
    .selectFrom('record')
    .select(['id', 'version'])
    .where('account_id', '=', account)
    .where('kind', '=', kind)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute();
}
