import { makeRecords, Wakeable, type Membership } from '@smseal/client';
import type { Id, RecordKind, SealedRecord } from '@smseal/protocol';
import type { ClearFields, SealedBlob } from '@smseal/seal';
import type { Journal } from '../journal/journal.ts';
import type { JournalSequence } from '../journal/journal-sequence.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** Above this many waiting records, or octets of waiting blobs, reading the phone's history waits for the server. */
const MANY_RECORDS = 2_000;
const MANY_OCTETS = 48 * 1024 * 1024;

/** A record to be written: new, or the next version of one. */
export interface Draft {
  kind: RecordKind;
  id: Id;
  clear?: ClearFields;
  payload: unknown;
  /** Blobs that its payload names and that are not stored yet. */
  blobs?: SealedBlob[];
  state?: 'held' | 'gone';
}

export interface AuthorOptions {
  journal: Journal;
  ledger: Ledger;
  sequence: JournalSequence;
  membership: Membership;
  /** Something was queued. */
  queued: () => void;
}

/** Seals records and puts them into the queue, one writing after the other, so that author sequences rise with it. */
export class Author {
  readonly #options: AuthorOptions;
  readonly #room = new Wakeable();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: AuthorOptions) {
    this.#options = options;
  }

  /**
   * Seals the drafts and commits them together with `alongside`: ledger, queue and whatever the caller remembers change
   * at once or not at all.
   */
  write(drafts: readonly Draft[], alongside: () => void = () => undefined): Promise<void> {
    return this.exclusive(async () => {
      const { journal, sequence } = this.#options;
      const first = await sequence.reserve('author', drafts.length);
      const entries = drafts.map((draft) => this.#entryOf(draft));
      const sealed = await this.seal(entries.map((entry, i) => ({ entry, authorSeq: first + i })));
      journal.transaction(() => {
        drafts.forEach((draft, i) => {
          const [entry, record] = [entries[i], sealed[i]];
          if (entry && record) this.#commit(entry, record, draft.blobs ?? []);
        });
        alongside();
      });
      if (drafts.length > 0) this.#options.queued();
    });
  }

  /** Queues deletions; what still waits of these records is dropped. */
  delete(
    records: readonly { kind: RecordKind; id: Id }[],
    alongside: () => void = () => undefined,
  ): Promise<void> {
    return this.exclusive(() => {
      const { journal, ledger } = this.#options;
      journal.transaction(() => {
        for (const { kind, id } of records) {
          ledger.markDeleted(kind, id);
          journal.run('INSERT OR IGNORE INTO deletion (kind, id) VALUES (?, ?)', kind, id);
        }
        alongside();
      });
      if (records.length > 0) this.#options.queued();
      return Promise.resolve();
    });
  }

  /** Runs alone among all writings. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#writing.catch(() => undefined).then(work);
    this.#writing = next;
    return next;
  }

  /** Seals entries under the current epoch; in plain where the account is open. */
  seal(items: readonly { entry: LedgerEntry; authorSeq: number }[]): Promise<SealedRecord[]> {
    return makeRecords(
      this.#options.membership,
      items.map(({ entry, authorSeq }) => ({
        authorSeq,
        kind: entry.kind,
        id: entry.id,
        version: entry.version,
        payload: entry.payload,
        clear: clearOf(entry),
      })),
    );
  }

  /** Waits until the queue is short enough for history to go on. */
  async room(signal: AbortSignal): Promise<void> {
    const { journal } = this.#options;
    for (;;) {
      const records = Number(journal.get('SELECT count(*) AS n FROM queue')?.['n'] ?? 0);
      const octets = Number(journal.get('SELECT total(length(octets)) AS n FROM chunk')?.['n'] ?? 0);
      if (records < MANY_RECORDS && octets < MANY_OCTETS) return;
      await this.#room.nap(1_000, signal);
    }
  }

  /** The queue has become shorter. */
  shortened(): void {
    this.#room.wake();
  }

  #entryOf({ kind, id, clear, payload, state }: Draft): LedgerEntry {
    const entry = this.#options.ledger.get(kind, id);
    const known = entry?.state === 'deleted' ? null : entry;
    return {
      kind,
      id,
      version: (known?.version ?? 0) + 1,
      stored: known?.stored ?? 0,
      payload,
      conversation: clear?.conversation ?? null,
      day: clear?.day ?? null,
      state: state ?? 'held',
    };
  }

  #commit(entry: LedgerEntry, record: SealedRecord, blobs: readonly SealedBlob[]): void {
    const { journal, ledger } = this.#options;
    ledger.put(entry);
    journal.run('DELETE FROM deletion WHERE kind = ? AND id = ?', record.kind, record.id);
    this.enqueue(record);
    for (const blob of blobs) {
      journal.run(
        'INSERT INTO blob (id, kind, owner, size, chunks) VALUES (?, ?, ?, ?, ?)',
        blob.id,
        record.kind,
        record.id,
        blob.size,
        blob.chunks.length,
      );
      blob.chunks.forEach((octets, number) => {
        journal.run('INSERT INTO chunk (blob, number, octets) VALUES (?, ?, ?)', blob.id, number, octets);
      });
    }
  }

  /** Puts a sealed record at the end of the queue; part of the caller's transaction. */
  enqueue(record: SealedRecord): void {
    const text = JSON.stringify(record);
    this.#options.journal.run(
      'INSERT INTO queue (author_seq, kind, id, version, octets, record) VALUES (?, ?, ?, ?, ?, ?)',
      record.authorSeq,
      record.kind,
      record.id,
      record.version,
      text.length,
      text,
    );
  }
}

function clearOf({ conversation, day }: LedgerEntry): ClearFields {
  return { ...(conversation === null ? {} : { conversation }), ...(day === null ? {} : { day }) };
}
