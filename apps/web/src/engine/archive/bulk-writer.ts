import { makeRecords, putRecords, type ApiClient, type Membership, type SequenceStore } from '@smseal/client';
import { CodedError, MAX_BATCH_RECORDS, type SealedRecord } from '@smseal/protocol';
import type { ClearFields } from '@smseal/seal';
import type { OpenedRecord } from '../mailbox/opened-record.ts';

/** A record that is to be stored as new. */
export interface NewRecord {
  record: OpenedRecord;
  clear: ClearFields;
}

export interface BulkWriterOptions {
  api: ApiClient;
  membership: Membership;
  sequence: SequenceStore;
  /** The server has stored these. */
  written: (records: readonly OpenedRecord[]) => void;
  /** The server has a record of this id already. */
  present: (record: OpenedRecord) => void;
}

const TRIES = 6;

/** Stores many new records, up to 1,000 a request; what is there already stays as it is. */
export class BulkWriter {
  readonly #options: BulkWriterOptions;
  #waiting: NewRecord[] = [];

  constructor(options: BulkWriterOptions) {
    this.#options = options;
  }

  async add(record: NewRecord): Promise<void> {
    this.#waiting.push(record);
    if (this.#waiting.length >= MAX_BATCH_RECORDS) await this.flush();
  }

  async flush(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    await this.#write(records);
  }

  async #write(all: NewRecord[]): Promise<void> {
    let records = all;
    let failures = 0;
    while (records.length > 0) {
      try {
        await putRecords(this.#options.api, await this.#seal(records));
        return this.#options.written(records.map(({ record }) => record));
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        const there = records.find(({ record }) => record.id === error.extra['record']);
        if (error.code === 'version-conflict' && there) {
          this.#options.present(there.record);
          records = records.filter((other) => other !== there);
        } else if (++failures === TRIES || !(await this.#recover(error))) throw error;
      }
    }
  }

  async #seal(records: readonly NewRecord[]): Promise<SealedRecord[]> {
    const { membership, sequence } = this.#options;
    const first = await sequence.reserve('author', records.length);
    return makeRecords(
      membership,
      records.map(({ record, clear }, i) => ({
        authorSeq: first + i,
        kind: record.kind,
        id: record.id,
        version: record.version,
        clear,
        payload: record.payload,
      })),
    );
  }

  async #recover(error: CodedError): Promise<boolean> {
    const { membership, sequence } = this.#options;
    if (error.code === 'wrong-epoch') await membership.refresh();
    else if (error.code === 'account-sealed') await membership.sealFromNow();
    else if (error.code === 'replayed-sequence') {
      await sequence.raise('author', Number(error.extra['last'] ?? 0));
    } else return false;
    return true;
  }
}
