import type {
  BatchStored,
  Id,
  InboundSession,
  InboundSessionsPage,
  SealedRecord,
  SegmentStored,
} from '@smseal/protocol';
import {
  openBatch,
  openRecords,
  openSegment,
  SealError,
  verifyInboundSession,
  type OpenedSession,
  type Octets,
  type RecordOpening,
  type SealErrorCode,
} from '@smseal/seal';
import { alarmOf, type AlarmBell, type AlarmCode } from '../alarm/alarm.ts';
import type { ApiClient, How } from '../api/api-client.ts';
import { listInboundSessions } from '../device/inbound-session-api.ts';
import type { Membership } from '../device/membership.ts';
import type { OpenedBatch, OpenedRecord, OpenedSegment, RefusedItem, SyncStore } from './sync-store.ts';

/** The newest payload format that this version reads. */
const FORMAT = 1;
/** Refusals that a longer chain may settle. */
const STALE: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>(['unknown-device', 'unknown-epoch']);
/** A refusal that the list of sessions may settle. */
const UNKNOWN_SESSION: ReadonlySet<SealErrorCode> = new Set<SealErrorCode>(['unknown-session']);

/** What came of a run of sealed things. */
export interface Opened {
  records: OpenedRecord[];
  batches: OpenedBatch[];
  segments: OpenedSegment[];
  refused: RefusedItem[];
}

/** What a segment of a batch is held to. */
interface ReportedBatch {
  target: Id;
  isPool: boolean;
  /** The device that erased texts of it and sealed it anew, where one did. */
  anewBy: Id | null;
  contentKey: Octets;
}

export interface OpenerOptions {
  api: ApiClient;
  membership: Membership;
  store: SyncStore;
  bell: AlarmBell;
}

/** Opens what the server hands out; whatever fails is refused by its reason and rung, never passed on. */
export class Opener {
  readonly #options: OpenerOptions;
  readonly #sessions = new Map<Id, OpenedSession>();
  readonly #contentKeys = new Map<Id, ReportedBatch>();
  /** Segments that came before their batch, which has moved up the feed since. */
  readonly #early = new Map<Id, SegmentStored[]>();

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /**
   * Records in their order. A refusal for want of a newer chain, or of a session that was posted before this device
   * began to follow the feed, is looked at again with it.
   */
  async records(records: readonly SealedRecord[], into: Opened, how: How = {}): Promise<void> {
    const current = records.filter((record) => this.#isNotOlder(record, into));
    let openings = await this.#openAll(current);
    const wants = (codes: ReadonlySet<SealErrorCode>) =>
      openings.some((opening) => !opening.ok && codes.has(opening.error));
    const [stale, unknown] = [wants(STALE), wants(UNKNOWN_SESSION)];
    if (stale) await this.#options.membership.refresh(how);
    if (unknown) await this.sessions(how);
    if (stale || unknown) openings = await this.#openAll(current);
    current.forEach((record, i) => {
      const opening = openings[i];
      if (opening) this.#sort(record, opening, into);
    });
  }

  /** Takes every session that the server holds and this device has not opened yet. */
  async sessions(how: How = {}): Promise<void> {
    let after: string | null = null;
    do {
      const query = after === null ? {} : { after };
      const page: InboundSessionsPage = await listInboundSessions(this.#options.api, query, how);
      for (const session of page.sessions)
        if (!this.#sessions.has(session.id)) await this.session(session, how);
      after = page.next;
    } while (after !== null);
  }

  /** Takes a write-only device's session; records that name it open from then on. */
  async session(session: InboundSession, how: How = {}): Promise<void> {
    const { membership } = this.#options;
    try {
      await this.#patiently(how, async () => {
        const opened = await verifyInboundSession(session, membership.chain, membership.keyring);
        this.#sessions.set(session.id, opened);
      });
    } catch (error) {
      this.#ring('record-refused', error);
    }
  }

  async batch(batch: BatchStored, into: Opened, how: How = {}): Promise<void> {
    const { membership } = this.#options;
    try {
      const { content, contentKey } = await this.#patiently(how, () =>
        openBatch({ batch, chain: membership.chain, as: { keyring: membership.keyring } }),
      );
      const { target, poolKey } = batch;
      const anewBy = batch.replaces === undefined ? null : batch.author;
      this.#contentKeys.set(batch.id, { target, isPool: poolKey !== null, anewBy, contentKey });
      into.batches.push({ batch, content });
      const early = this.#early.get(batch.id) ?? [];
      this.#early.delete(batch.id);
      // What was told before it was sealed anew is told again, and opens no more.
      const current = early.filter(({ author }) => anewBy === null || author === anewBy);
      for (const segment of current) await this.segment(segment, into, how);
    } catch (error) {
      into.refused.push({ kind: 'batch', id: batch.id, reason: this.#ring('batch-refused', error) });
    }
  }

  async segment(segment: SegmentStored, into: Opened, how: How = {}): Promise<void> {
    const { membership } = this.#options;
    try {
      const contentKey = await this.#contentKeyOf(segment, how);
      if (contentKey === null) {
        this.#early.set(segment.batch, [...(this.#early.get(segment.batch) ?? []), segment]);
        return;
      }
      const content = await this.#patiently(how, () =>
        openSegment({ segment, contentKey, chain: membership.chain }),
      );
      const { batch, number, author } = segment;
      into.segments.push({ batch, number, author, content });
    } catch (error) {
      into.refused.push({ kind: 'segment', id: segment.batch, reason: this.#ring('segment-refused', error) });
    }
  }

  async #contentKeyOf(segment: SegmentStored, how: How): Promise<Octets | null> {
    const known = this.#contentKeys.get(segment.batch);
    if (known) return this.#requireSender(known, segment);
    const batch = await this.#options.store.batch(segment.batch);
    if (batch === null) return null;
    await this.batch(batch, { records: [], batches: [], segments: [], refused: [] }, how);
    const found = this.#contentKeys.get(segment.batch);
    return found ? this.#requireSender(found, segment) : null;
  }

  /**
   * Only the device that was to send a batch reports on it, or a gateway of the pool: what it has sealed under the batch's
   * content key proves that it was one. What was reported on a batch that was sealed anew is told again by who did that.
   * @throws SealError `not-permitted`.
   */
  #requireSender({ target, isPool, anewBy, contentKey }: ReportedBatch, { author }: SegmentStored): Octets {
    const { chain } = this.#options.membership;
    if (anewBy !== null) {
      if (author === anewBy) return contentKey;
      throw new SealError('not-permitted', 'a segment of another device than the one that sealed anew');
    }
    if (target === author || (isPool && chain.device(author)?.platform === 'gateway')) return contentKey;
    throw new SealError('not-permitted', 'a segment of another device than the batch’s target');
  }

  #openAll(records: readonly SealedRecord[]): Promise<RecordOpening[]> {
    const { chain, keyring } = this.#options.membership;
    return openRecords({ chain, keyring, records, sessions: this.#sessions });
  }

  #isNotOlder(record: SealedRecord, into: Opened): boolean {
    const seen = this.#options.store.versionSeen(record.kind, record.id);
    if (seen === undefined || record.version >= seen) return true;
    into.refused.push({ kind: record.kind, id: record.id, reason: 'rolled-back' });
    this.#ring('record-rolled-back', null);
    return false;
  }

  #sort(record: SealedRecord, opening: RecordOpening, into: Opened): void {
    const { envelope: _envelope, ...head } = record;
    if (!opening.ok) {
      into.refused.push({ kind: record.kind, id: record.id, reason: opening.error });
      this.#ring('record-refused', new SealError(opening.error, 'a record of a page'));
    } else if (formatOf(opening.payload) > FORMAT) {
      into.refused.push({ kind: record.kind, id: record.id, reason: 'newer-format' });
    } else {
      into.records.push({ ...head, payload: opening.payload });
    }
  }

  async #patiently<T>(how: How, open: () => Promise<T>): Promise<T> {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof SealError) || !STALE.has(error.code)) throw error;
      await this.#options.membership.refresh(how);
      return open();
    }
  }

  #ring(code: AlarmCode, error: unknown): SealErrorCode {
    if (error !== null && !(error instanceof SealError)) throw error;
    this.#options.bell(alarmOf(code, this.#options.api.clock.own(), error));
    return error === null ? 'malformed' : error.code;
  }
}

function formatOf(payload: unknown): number {
  const version = (payload as { v?: unknown } | null)?.v;
  return typeof version === 'number' ? version : Number.POSITIVE_INFINITY;
}
