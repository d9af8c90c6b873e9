import {
  CodedError,
  MAX_BATCH_RECORDS,
  type DeleteRecords,
  type ErrorCode,
  type Id,
  type RecordsAccepted,
  type SealedRecord,
} from '@smseal/protocol';
import type { ApiClient, How } from '../api/api-client.ts';
import { Wakeable } from '../api/wakeable.ts';
import type { Membership } from '../device/membership.ts';
import { deleteRecords, putRecords } from './record-api.ts';

/** About what one request may weigh; the server takes 8 MiB. */
const MAX_REQUEST_OCTETS = 4 * 1024 * 1024;

/** What a server says of a record that stands in the way; null when it holds none. */
export type Conflict = { record: SealedRecord; current: SealedRecord | null };

/**
 * What a device has sealed and the server has not accepted yet, oldest first. It survives the process: octets that were
 * sent once are sent again as they are, until the server takes or refuses them.
 */
export interface UploadQueue {
  /**
   * The oldest records, in order of author sequence, at most one of each kind and id, with every blob that they own
   * already stored; from now on their octets stay as they are. Empty when nothing waits.
   */
  next(most: { records: number; octets: number }, how: How): Promise<SealedRecord[]>;
  /** The server has them. */
  accepted(records: readonly SealedRecord[], answer: RecordsAccepted): Promise<void>;
  /** Makes everything that waits anew: as the account stands now, with author sequences above `above`. */
  resealAll(above: number): Promise<void>;
  /** Another version stands where this one should go: merge and queue again, or drop. */
  conflict(conflict: Conflict): Promise<void>;
  /** The server will never take this record. */
  refused(record: SealedRecord, code: ErrorCode): Promise<void>;
  /** A blob that the record owns is gone from the server: store it again before `next` gives the record out. */
  blobMissing(record: SealedRecord, blob: Id): Promise<void>;
  /** Deletions that wait, for once no record waits before them. */
  nextDeletions(most: number): Promise<DeleteRecords['records']>;
  deleted(records: DeleteRecords['records'], answer: RecordsAccepted): Promise<void>;
}

export interface UploaderOptions {
  api: ApiClient;
  membership: Membership;
  queue: UploadQueue;
  /** The server has accepted something, or nothing is left (`idle`). */
  progress?: (state: { accepted: number; idle: boolean }) => void;
}

/** Empties an upload queue: one request at a time, each as large as allowed. */
export class Uploader {
  readonly #options: UploaderOptions;
  readonly #wakeable = new Wakeable();
  /** Smaller than usual while the record that a request failed for is being found. */
  #most = MAX_BATCH_RECORDS;

  constructor(options: UploaderOptions) {
    this.#options = options;
  }

  /** Something was queued. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Uploads for as long as the signal lets it; outages are waited out. @throws NotAMember, CodedError, the signal's reason. */
  async run(signal: AbortSignal, pollMs = 60_000): Promise<void> {
    for (;;) {
      await this.drain({ signal, retry: 'until-aborted' });
      await this.#wakeable.nap(pollMs, signal);
    }
  }

  /** Uploads everything that waits now. */
  async drain(how: How = {}): Promise<void> {
    for (;;) {
      how.signal?.throwIfAborted();
      const most = { records: this.#most, octets: MAX_REQUEST_OCTETS };
      const records = await this.#options.queue.next(most, how);
      if (records.length > 0) await this.#put(records, how);
      else if (!(await this.#delete(how))) break;
    }
    this.#options.progress?.({ accepted: 0, idle: true });
  }

  async #put(records: SealedRecord[], how: How): Promise<void> {
    const { api, queue, progress } = this.#options;
    try {
      const answer = await putRecords(api, records, how);
      await queue.accepted(records, answer);
      this.#most = MAX_BATCH_RECORDS;
      progress?.({ accepted: records.length, idle: false });
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      await this.#settle(error, records, how);
    }
  }

  async #settle(error: CodedError, records: SealedRecord[], how: How): Promise<void> {
    const { queue, membership } = this.#options;
    switch (error.code) {
      case 'wrong-epoch':
        await membership.refresh(how);
        return queue.resealAll(0);
      case 'account-sealed':
        await membership.sealFromNow(how);
        return queue.resealAll(0);
      case 'replayed-sequence':
        return queue.resealAll(Number(error.extra['last'] ?? 0));
      case 'version-conflict': {
        const record = records.find(({ id }) => id === error.extra['record']);
        const current = (error.extra['current'] ?? null) as SealedRecord | null;
        if (record) return queue.conflict({ record, current });
        return this.#narrow(error, records);
      }
      case 'blob-incomplete': {
        const blob = String(error.extra['blob']);
        for (const record of records) await queue.blobMissing(record, blob);
        return;
      }
      case 'invalid-request':
      case 'not-an-envelope':
      case 'too-large':
      case 'malformed-body':
        return this.#narrow(error, records);
      default:
        throw error;
    }
  }

  /** Looks for the one record that a refusal is about, by halves, so that it alone stays behind. */
  async #narrow(error: CodedError, records: SealedRecord[]): Promise<void> {
    const [only] = records;
    if (records.length > 1 || only === undefined) {
      this.#most = Math.max(1, Math.floor(records.length / 2));
      return;
    }
    await this.#options.queue.refused(only, error.code);
    this.#most = MAX_BATCH_RECORDS;
  }

  async #delete(how: How): Promise<boolean> {
    const { api, queue } = this.#options;
    const records = await queue.nextDeletions(MAX_BATCH_RECORDS);
    if (records.length === 0) return false;
    await queue.deleted(records, await deleteRecords(api, records, how));
    return true;
  }
}
