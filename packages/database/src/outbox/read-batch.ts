import { TEXT_STATES, toBase64Url, type BatchView, type Id, type TextState } from '@smseal/protocol';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { arrayLiteral } from '../record/array-literal.ts';
import { toStoredBatch, type BatchRow, type StoredBatch } from './stored-batch.ts';
import { toStoredSegment, type SegmentRow, type StoredSegment } from './stored-segment.ts';

/** A {@link BatchView} whose envelopes are octets. */
export type StoredView = StoredBatch &
  Pick<BatchView, 'targetWrap' | 'paused'> & { segments: StoredSegment[] };

/** Who asks for batches. */
export interface BatchesAsker {
  account: Id;
  /** Only batches that one of these wrote or sends: a device, its pool, and who is in it; null for who reads the account. */
  devices: readonly Id[] | null;
}

/** One batch with its segments; null where it is not there, or not for the asker. */
export async function readBatch(
  database: Database,
  { account, devices }: BatchesAsker,
  batch: Id,
): Promise<StoredView | null> {
  const row = await database
    .selectFrom('batch')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', batch)
    .executeTakeFirst();
  if (!row || (devices !== null && !devices.includes(row.author) && !devices.includes(row.target)))
    return null;
  const segments = await database
    .selectFrom('segment')
    .selectAll()
    .where('account_id', '=', account)
    .where('batch_id', '=', batch)
    .orderBy('number')
    .execute();
  const [opened] = await database.keys.open('batch', [row]);
  return opened ? toStoredView(opened, segments) : null;
}

/** A batch with its segments as those whom it concerns get it. */
export function toStoredView(row: BatchRow, segments: readonly SegmentRow[]): StoredView {
  const { target_enc: enc, target_sealed: sealed, paused } = row;
  return {
    ...toStoredBatch(row),
    targetWrap: enc && sealed && { enc: toBase64Url(enc), sealed: toBase64Url(sealed) },
    paused,
    segments: segments.map(toStoredSegment),
  };
}

/** How far along a batch is. */
export interface StatesRow {
  batch: Id;
  paused: boolean;
  /** One octet a text. */
  states: Buffer;
}

/** The states of the named batches that are there for the asker, by id. Envelopes stay where they are. */
export async function readStates(
  database: Database,
  { account, devices }: BatchesAsker,
  batches: readonly Id[],
): Promise<StatesRow[]> {
  const named = devices && arrayLiteral(devices);
  const own =
    named === null ? sql`` : sql`AND (author = ANY(${named}::text[]) OR target = ANY(${named}::text[]))`;
  const { rows } = await sql<StatesRow>`
    SELECT id AS batch, paused, states FROM batch
    WHERE account_id = ${account} AND id = ANY(${arrayLiteral(batches)}::text[]) ${own}
    ORDER BY id`.execute(database);
  return rows;
}

/** How many texts are in each state; states of no text are left out. */
export function countStates(packed: Uint8Array): Partial<Record<TextState, number>> {
  const counts = new Uint32Array(TEXT_STATES.length);
  for (const octet of packed) counts[octet] = (counts[octet] ?? 0) + 1;
  return Object.fromEntries(
    TEXT_STATES.flatMap((state, place) => (counts[place] ? [[state, counts[place]]] : [])),
  );
}
