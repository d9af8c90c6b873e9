/** The tables that the change feed is made of. */
import type { RecordKind } from '@smseal/inventory';
import type { Change, Id } from '@smseal/protocol';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../connection/database.ts';
import { toInboundSession } from '../device/list-inbound-sessions.ts';
import { toStoredBatch, type BatchRow, type StoredBatch } from '../outbox/stored-batch.ts';
import { toStoredSegment, type SegmentRow, type StoredSegment } from '../outbox/stored-segment.ts';
import { isAtRest } from '../keys/at-rest-columns.ts';
import type { AccountRow } from '../keys/keys.ts';
import type { Tables } from '../tables.ts';
import { PAGE_OCTETS } from './page-limits.ts';
import { readAsColumns } from './read-as-columns.ts';
import type { StoredRecord } from './stored-record.ts';

/** A {@link Change} whose envelopes are octets. */
export type StoredChange =
  | { seq: number; type: 'record'; record: StoredRecord }
  | { seq: number; type: 'batch'; batch: StoredBatch }
  | { seq: number; type: 'segment'; segment: StoredSegment }
  | Extract<Change, { type: 'deleted' | 'expired-before' | 'inbound-session' }>;

export interface ChangesRequest {
  account: Id;
  since: number;
  limit: number;
}

/** The part of the feed that lies in one table, in order, and whether the table has more. */
export interface Run {
  changes: StoredChange[];
  more: boolean;
}

type OtherTable = 'tombstone' | 'expired_before' | 'batch' | 'segment' | 'inbound_session';
type FeedTable = 'record' | OtherTable;

export interface FeedSource {
  table: FeedTable;
  read(database: Database, request: ChangesRequest): Promise<Run>;
}

/** The rows of one table after `since`, in order. */
export function feedPage(table: FeedTable, { account, since, limit }: ChangesRequest): RawBuilder<unknown> {
  return sql`
    SELECT * FROM ${sql.table(table)} WHERE account_id = ${account} AND seq > ${since} ORDER BY seq LIMIT ${limit}`;
}

/** The same, cut by octets; `found` counts the rows before. */
function measuredPage<Row>(table: OtherTable, request: ChangesRequest): RawBuilder<Row & Measured> {
  const octets = HAS_ENVELOPE[table] ? sql`octet_length(envelope)` : sql`0`;
  return sql`
    SELECT * FROM (
      SELECT *, count(*) OVER () AS found,
        sum(${octets}) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) - ${octets} AS octets_before
      FROM (${feedPage(table, request)}) AS page
    ) AS measured WHERE octets_before < ${PAGE_OCTETS} ORDER BY seq`;
}

interface Measured {
  seq: number;
  found: number;
}

const HAS_ENVELOPE = {
  tombstone: false,
  expired_before: false,
  batch: true,
  segment: true,
  inbound_session: false,
} as const satisfies Record<OtherTable, boolean>;

/** Records, which are most of the feed. */
export const RECORD_SOURCE: FeedSource = {
  table: 'record',
  async read(database, request) {
    const page = feedPage('record', request);
    const { records, places, found } = await readAsColumns(database, {
      account: request.account,
      page,
      order: sql`seq`,
    });
    const changes = records.map((record, i): StoredChange => ({
      seq: places[i] ?? 0,
      type: 'record',
      record,
    }));
    return { changes, more: found === request.limit || records.length < found };
  },
};

function source<Row extends AccountRow>(
  table: OtherTable,
  toChange: (row: Row & Measured) => StoredChange,
): FeedSource {
  return {
    table,
    async read(database, request) {
      const { rows } = await measuredPage<Row>(table, request).execute(database);
      const opened = isAtRest(table) ? await database.keys.open(table, rows) : rows;
      const found = rows[0]?.found ?? 0;
      return { changes: opened.map(toChange), more: found === request.limit || rows.length < found };
    },
  };
}

/** The other tables, most of which are empty after most cursors. */
export const OTHER_SOURCES: readonly FeedSource[] = [
  source<Tables['tombstone']>('tombstone', (row) => ({
    seq: row.seq,
    type: 'deleted',
    kind: row.kind as RecordKind | 'batch',
    id: row.id,
  })),
  source<Tables['expired_before']>('expired_before', (row) => ({
    seq: row.seq,
    type: 'expired-before',
    kind: row.kind as RecordKind | 'batch',
    before: row.before,
  })),
  source<BatchRow>('batch', (row) => ({ seq: row.seq, type: 'batch', batch: toStoredBatch(row) })),
  source<SegmentRow>('segment', (row) => ({ seq: row.seq, type: 'segment', segment: toStoredSegment(row) })),
  source<Tables['inbound_session']>('inbound_session', (row) => ({
    seq: row.seq,
    type: 'inbound-session',
    session: toInboundSession(row),
  })),
];

/** Which of the other tables have anything after the cursor. */
export async function sourcesAfter(
  database: Database,
  { account, since }: ChangesRequest,
): Promise<FeedSource[]> {
  const probes = OTHER_SOURCES.map(
    ({ table }) =>
      sql`SELECT ${sql.lit(table)} AS name
        WHERE EXISTS (SELECT FROM ${sql.table(table)} WHERE account_id = ${account} AND seq > ${since})`,
  );
  const { rows } = await sql<{ name: string }>`${sql.join(probes, sql` UNION ALL `)}`.execute(database);
  const names = new Set(rows.map((row) => row.name));
  return OTHER_SOURCES.filter(({ table }) => names.has(table));
}
