import type { RecordKind } from '@smseal/inventory';
import { CodedError, type Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { PAGE_OCTETS } from './page-limits.ts';
import { opened } from './plain-records.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * Records in order, each with its place in the feed, and how many there were before the page was cut by octets. The envelope of
 * one that nobody can open any more is empty.
 */
export interface RecordColumns {
  records: StoredRecord[];
  places: number[];
  found: number;
  /** The account's seq at the same moment. */
  head: number;
}

interface Row {
  head: number | null;
  found: number;
  seq: string;
  kind: string;
  id: string;
  version: string;
  epoch: string;
  author: string;
  author_seq: string;
  conversation: string;
  day: string;
  octets: string;
  /** Base64 in lines, a third shorter than the driver's hex. */
  envelopes: string | null;
}

/**
 * Reads a page of `record` rows that `page` gives in `order`, as far as {@link PAGE_OCTETS} reach. PostgreSQL hands each
 * column over as one joined text and all envelopes as one run of octets, in the order of the window: nine thousand
 * values less for the driver to take apart. No joined column holds a comma: they are ids, kinds, days and numbers.
 * @throws CodedError `unauthenticated` where the account is gone.
 */
export async function readAsColumns(
  database: Database,
  { account, page, order }: { account: Id; page: RawBuilder<unknown>; order: RawBuilder<unknown> },
): Promise<RecordColumns> {
  const within = sql`FILTER (WHERE octets_before < ${PAGE_OCTETS})`;
  const joined = (column: string) =>
    sql`string_agg(coalesce(${sql.ref(column)}::text, ''), ',') ${within} AS ${sql.ref(column)}`;
  const { rows } = await sql<Row>`
    SELECT (SELECT seq FROM account WHERE id = ${account}) AS head, count(*) AS found, ${sql.join(JOINED.map(joined))},
      string_agg(octet_length(envelope)::text, ',') ${within} AS octets,
      encode(string_agg(envelope, ''::bytea) ${within}, 'base64') AS envelopes
    FROM (
      SELECT *, sum(octet_length(envelope)) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING)
        - octet_length(envelope) AS octets_before
      FROM (${page}) AS page
    ) AS measured`.execute(database);
  const [row] = rows;
  if (row?.head == null) throw new CodedError('unauthenticated');
  const { head, found } = row;
  if (row.envelopes === null) return { records: [], places: [], found, head };
  const records = await opened(database, account, takeApart(row, Buffer.from(row.envelopes, 'base64')));
  return { records, places: row.seq.split(',').map(Number), found, head };
}

const JOINED = [
  'seq',
  'kind',
  'id',
  'version',
  'epoch',
  'author',
  'author_seq',
  'conversation',
  'day',
] as const satisfies (keyof Row)[];

function takeApart(row: Row, envelopes: Buffer): StoredRecord[] {
  const [kinds, ids, authors] = [row.kind.split(','), row.id.split(','), row.author.split(',')];
  const [versions, epochs, sequences] = [
    row.version.split(','),
    row.epoch.split(','),
    row.author_seq.split(','),
  ];
  const [conversations, days] = [row.conversation.split(','), row.day.split(',')];
  let start = 0;
  return row.octets.split(',').map((length, i) => {
    const end = start + Number(length);
    const record: StoredRecord = {
      kind: kinds[i] as RecordKind,
      id: ids[i] ?? '',
      version: Number(versions[i]),
      epoch: Number(epochs[i]),
      author: authors[i] ?? '',
      authorSeq: Number(sequences[i]),
      envelope: envelopes.subarray(start, end),
    };
    start = end;
    if (conversations[i]) record.conversation = conversations[i];
    if (days[i]) record.day = days[i];
    return record;
  });
}
