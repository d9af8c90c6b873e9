import { CodedError, type Id, type ListKeySet, type ListName, type ListSegmentsPage } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { PAGE_OCTETS } from '../record/page-limits.ts';
import {
  headOfList,
  toListKeySet,
  toListSegment,
  type ListKeyRow,
  type ListSegmentRow,
} from './stored-list.ts';

export interface ListRequest {
  account: Id;
  list: ListName;
  /** A device that does not read: it must follow the list. */
  follower: Id | null;
}

/** A list's newest keys. @throws CodedError `not-found`; `forbidden` where a gateway does not follow the list. */
export async function readListKeys(database: Database, request: ListRequest): Promise<ListKeySet> {
  const [row] = await database.keys.open('list_key', [await readRow(database, request)]);
  if (!row) throw new CodedError('not-found');
  return toListKeySet(row);
}

/** One page of a list from number `after` on, and where the list ends. @throws CodedError as {@link readListKeys}. */
export async function readListPage(
  database: Database,
  request: ListRequest & { after: number },
): Promise<ListSegmentsPage> {
  const row = await readRow(database, request);
  const head = headOfList(row);
  const { account, list, after } = request;
  const { rows } = await listPage({ account, list, after, end: head.count }).execute(database);
  return { segments: rows.map(toListSegment), head, keyVersion: row.version };
}

const MOST = 1000;

/** Segments from `after` to before `end`; the page ends early rather than hold much more than its octets. */
export function listPage(place: {
  account: Id;
  list: ListName;
  after: number;
  end: number;
}): RawBuilder<ListSegmentRow> {
  const { account, list, after, end } = place;
  return sql<ListSegmentRow>`
    SELECT list, number, author, previous, key_version, envelope, signature FROM (
      SELECT *, sum(octet_length(envelope)) OVER (ORDER BY number) - octet_length(envelope) AS before FROM (
        SELECT list, number, author, previous, key_version, envelope, signature FROM list_segment
        WHERE account_id = ${account} AND list = ${list} AND number >= ${after} AND number < ${end}
        ORDER BY number LIMIT ${MOST}
      ) AS page
    ) AS measured WHERE before < ${PAGE_OCTETS} ORDER BY number`;
}

async function readRow(database: Database, { account, list, follower }: ListRequest): Promise<ListKeyRow> {
  const row = await database
    .selectFrom('list_key')
    .selectAll()
    .where('account_id', '=', account)
    .where('list', '=', list)
    .executeTakeFirst();
  if (!row) throw new CodedError('not-found');
  if (follower !== null && !row.gateways.includes(follower))
    throw new CodedError('forbidden', { needs: 'read' });
  return row;
}
