import { RECORD_KINDS, type RecordKind } from '@smseal/inventory';
import type { Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { PAGE_OCTETS } from './page-limits.ts';
import { toStoredRecord, type RecordRow, type StoredRecord } from './stored-record.ts';

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

const COLUMNS = sql`kind, id, version, epoch, author, author_seq, conversation, day, envelope`;

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

/** One page of a kind, and whether more may follow. */
export async function readRecords(
  database: Database,
  request: PageRequest,
): Promise<{ records: StoredRecord[]; more: boolean }> {
  const byDay = isByDay(request.kind);
  const page = byDay ? recordsByDay(request) : recordsById(request);
  const order = byDay ? sql`day DESC, id` : sql`id`;
  const { rows } = await sql<RecordRow>`
    SELECT ${COLUMNS} FROM (
      SELECT *, sum(octet_length(envelope)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING)
        - octet_length(envelope) AS before
      FROM (${page}) AS page
    ) AS measured WHERE before < ${PAGE_OCTETS} ORDER BY ${order}`.execute(database);
  const records = rows.map(toStoredRecord);
  return { records, more: records.length === request.limit || (await cutShort(database, request, records)) };
}

/** Whether the page ended by its octets rather than at the end of the kind. */
async function cutShort(
  database: Database,
  request: PageRequest,
  records: readonly StoredRecord[],
): Promise<boolean> {
  const last = records.at(-1);
  if (!last || records.length === request.limit) return false;
  const next = { ...request, after: { id: last.id, day: last.day ?? null }, limit: 1 };
  const rest = isByDay(request.kind) ? recordsByDay(next) : recordsById(next);
  return (await rest.execute(database)).rows.length > 0;
}

/** The account's seq and how many records of the kind it has. */
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
