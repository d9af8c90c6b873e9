import type { DatabaseSync } from 'node:sqlite';
import { checkSql, ProviderError } from './check-sql.ts';

export type Row = Record<string, string | number | null>;

export interface Query {
  uri: string;
  selection?: string;
  sort?: string;
  limit?: number;
  offset?: number;
}

/** What the answer depends on besides the tables. */
export interface Viewer {
  /** ms since 1970. */
  now: number;
  /** Subscriptions of the SIMs that are in the phone. */
  subscriptions: readonly number[];
  /** The number of the SIM with a subscription, where known. */
  ownNumber: (subscription: number) => string | null;
}

interface Source {
  table: string;
  /** Conditions of the uri itself. */
  where?: string;
  sort: string;
  /** Whether rows of removed SIMs are left out. */
  bySim?: 'address' | 'plain';
}

const EMERGENCY = "'112', '911', '999'";

/** Answers a query as the providers answer an app that is not the default SMS app. Throws {@link ProviderError}. */
export function queryProvider(database: DatabaseSync, query: Query, viewer: Viewer): Row[] {
  const source = sourceOf(query.uri);
  if (query.selection !== undefined) checkSql(query.selection);
  if (query.sort !== undefined) checkSql(query.sort);
  const conditions = [source.where, simCondition(source, viewer), query.selection]
    .filter((condition) => condition !== undefined && condition.trim() !== '')
    .map((condition) => `(${condition})`);
  const sql = [
    `SELECT * FROM ${source.table}`,
    conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
    `ORDER BY ${query.sort?.trim() ? query.sort : source.sort}`,
    `LIMIT ${query.limit ?? -1} OFFSET ${query.offset ?? 0}`,
  ].join(' ');
  try {
    const statement = database.prepare(sql);
    const rows = (sql.includes(':now') ? statement.all({ now: viewer.now }) : statement.all()) as Row[];
    return source.table === 'addr' ? withOwnNumber(rows, viewer) : rows;
  } catch (error) {
    throw new ProviderError('thrown', error instanceof Error ? error.message : String(error));
  }
}

const VISIBLE_SMS =
  '(SELECT * FROM sms_restricted WHERE _id NOT IN (SELECT sms_id FROM rehearsal_withheld WHERE until > :now))';

const SOURCES: readonly (readonly [RegExp, (id: string) => Source])[] = [
  [/^sms$/u, () => ({ table: VISIBLE_SMS, sort: 'date DESC', bySim: 'address' })],
  [/^sms\/inbox$/u, () => ({ table: VISIBLE_SMS, where: 'type = 1', sort: 'date DESC', bySim: 'address' })],
  [/^sms\/sent$/u, () => ({ table: VISIBLE_SMS, where: 'type = 2', sort: 'date DESC', bySim: 'address' })],
  // An ordinary app gets no rows from these boxes: the view holds none.
  [
    /^sms\/(?:draft|outbox|failed|queued)$/u,
    () => ({ table: VISIBLE_SMS, where: 'type > 2', sort: 'date DESC' }),
  ],
  [
    /^sms\/(\d+)$/u,
    (id) => ({ table: VISIBLE_SMS, where: `_id = ${id}`, sort: 'date DESC', bySim: 'address' }),
  ],
  [/^sms\/conversations$/u, () => ({ table: CONVERSATIONS, sort: 'date DESC' })],
  [/^mms$/u, () => ({ table: 'pdu_restricted', sort: 'date DESC', bySim: 'plain' })],
  [
    /^mms\/inbox$/u,
    () => ({ table: 'pdu_restricted', where: 'msg_box = 1', sort: 'date DESC', bySim: 'plain' }),
  ],
  [
    /^mms\/sent$/u,
    () => ({ table: 'pdu_restricted', where: 'msg_box = 2', sort: 'date DESC', bySim: 'plain' }),
  ],
  [/^mms\/part$/u, () => ({ table: 'part', where: PART_OF_VISIBLE, sort: 'mid, seq, _id' })],
  [
    /^mms\/part\/(\d+)$/u,
    (id) => ({ table: 'part', where: `_id = ${id} AND ${PART_OF_VISIBLE}`, sort: 'seq' }),
  ],
  [
    /^mms\/(\d+)$/u,
    (id) => ({ table: 'pdu_restricted', where: `_id = ${id}`, sort: 'date DESC', bySim: 'plain' }),
  ],
  [
    /^mms\/(\d+)\/part$/u,
    (id) => ({ table: 'part', where: `mid = ${id} AND ${PART_OF_VISIBLE}`, sort: 'seq, _id' }),
  ],
  [
    /^mms\/(\d+)\/addr$/u,
    (id) => ({ table: 'addr', where: `msg_id = ${id} AND ${ADDRESS_OF_VISIBLE}`, sort: '_id' }),
  ],
  [/^mms-sms\/conversations$/u, () => ({ table: 'threads', sort: 'date DESC' })],
  [/^mms-sms\/canonical-addresses$/u, () => ({ table: 'canonical_addresses', sort: '_id' })],
  [/^call_log\/calls$/u, () => ({ table: 'calls', sort: 'date DESC' })],
  [/^(?:contacts|com\.android\.contacts\/data)$/u, () => ({ table: 'view_data', sort: 'contact_id, _id' })],
  [/^(?:contacts|com\.android\.contacts)\/contacts$/u, () => ({ table: 'contacts', sort: '_id' })],
];

const PART_OF_VISIBLE = 'EXISTS (SELECT 1 FROM pdu_restricted WHERE pdu_restricted._id = part.mid)';
const ADDRESS_OF_VISIBLE = 'EXISTS (SELECT 1 FROM pdu_restricted WHERE pdu_restricted._id = addr.msg_id)';
/** Rows with the newest date of their thread: two when two tie, as on a phone. */
const CONVERSATIONS = `(SELECT s.*, s.body AS snippet,
  (SELECT count(*) FROM sms_restricted c WHERE c.thread_id = s.thread_id) AS msg_count FROM ${VISIBLE_SMS} s
  WHERE s.date = (SELECT max(date) FROM ${VISIBLE_SMS} m WHERE m.thread_id = s.thread_id))`;

function sourceOf(uri: string): Source {
  const path = /^content:\/\/([^?#]+?)\/?$/u.exec(uri)?.[1];
  for (const [pattern, make] of SOURCES) {
    const match = path === undefined ? null : pattern.exec(path);
    if (match !== null) return make(match[1] ?? '');
  }
  throw new ProviderError('null-cursor', 'No provider answers this uri.');
}

function simCondition(source: Source, viewer: Viewer): string | undefined {
  if (source.bySim === undefined) return undefined;
  const subscriptions = [...viewer.subscriptions, -1].join(', ');
  const here = `sub_id IN (${subscriptions})`;
  return source.bySim === 'address' ? `${here} OR address IN (${EMERGENCY})` : here;
}

/** History is written before the SIM's number is known, so `own:{sub}` stands for it in the table. */
function withOwnNumber(rows: Row[], viewer: Viewer): Row[] {
  return rows.flatMap((row) => {
    const own = /^own:(-?\d+)$/u.exec(String(row['address']));
    if (own === null) return [row];
    const number = viewer.ownNumber(Number(own[1]));
    return number === null ? [] : [{ ...row, address: number }];
  });
}
