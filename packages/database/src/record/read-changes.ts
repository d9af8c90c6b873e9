import { CodedError } from '@smseal/protocol';
import type { Database } from '../connection/database.ts';
import {
  RECORD_SOURCE,
  sourcesAfter,
  type ChangesRequest,
  type Run,
  type StoredChange,
} from './feed-sources.ts';

/** A page of the change feed, envelopes as octets. */
export interface StoredChanges {
  changes: StoredChange[];
  /** Pass as `since` next time. */
  seq: number;
  head: number;
}

/**
 * What changed after `since`, in order: at most `limit` entries, and about 4 MiB of envelopes.
 *
 * The tables are read one after another, each as it is by then. That misses nothing: the head is read first, what lies
 * at or below it was committed by then, and a row that changes meanwhile moves above it, where the next page finds it;
 * what is found above it is left for the next page, since its neighbours may not have been seen.
 * @throws CodedError `cursor-expired`, `unauthenticated`.
 */
export async function readChanges(database: Database, request: ChangesRequest): Promise<StoredChanges> {
  const account = await database
    .selectFrom('account')
    .select(['seq', 'horizon'])
    .where('id', '=', request.account)
    .executeTakeFirst();
  if (!account) throw new CodedError('unauthenticated');
  const { seq: head, horizon } = account;
  if (request.since < horizon) throw new CodedError('cursor-expired');
  if (request.since >= head) return { changes: [], seq: head, head };
  const runs = [await RECORD_SOURCE.read(database, request)];
  for (const source of await sourcesAfter(database, request)) runs.push(await source.read(database, request));
  return { ...merge(runs, request.limit, head), head };
}

/** Puts the runs together as far as all of them are known. */
function merge(runs: readonly Run[], limit: number, head: number): { changes: StoredChange[]; seq: number } {
  const ends = runs.filter((run) => run.more).map((run) => run.changes.at(-1)?.seq ?? 0);
  const known = Math.min(head, ...ends);
  const merged = runs
    .flatMap((run) => run.changes)
    .filter((change) => change.seq <= known)
    .sort((a, b) => a.seq - b.seq);
  const changes = merged.slice(0, limit);
  return { changes, seq: merged.length > limit ? (changes.at(-1)?.seq ?? 0) : known };
}
