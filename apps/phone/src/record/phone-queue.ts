import {
  storeBlob,
  type ApiClient,
  type Conflict,
  type How,
  type Membership,
  type UploadQueue,
} from '@smseal/client';
import type {
  DeleteRecords,
  ErrorCode,
  Id,
  RecordKind,
  RecordsAccepted,
  SealedRecord,
} from '@smseal/protocol';
import { openRecord, type Octets } from '@smseal/seal';
import type { Journal, JournalRow } from '../journal/journal.ts';
import type { JournalSequence } from '../journal/journal-sequence.ts';
import type { Log } from '../log/log.ts';
import type { Author } from './author.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { sameContent } from './same-content.ts';

/** Blob octets that one request may make wait; the rest goes with the next, so that texts appear while pictures travel. */
const BLOB_OCTETS = 8 * 1024 * 1024;
const RESEAL_AT_ONCE = 500;

export interface PhoneQueueOptions {
  api: ApiClient;
  journal: Journal;
  ledger: Ledger;
  sequence: JournalSequence;
  membership: Membership;
  author: Author;
  log: Log;
  /** The server gave the places after `from` up to `to` of the feed to what this device sent. */
  placed: (from: number, to: number) => void;
}

/** The agent's upload queue, in its journal. */
export class PhoneQueue implements UploadQueue {
  readonly #options: PhoneQueueOptions;

  constructor(options: PhoneQueueOptions) {
    this.#options = options;
  }

  async next(most: { records: number; octets: number }, how: How): Promise<SealedRecord[]> {
    const rows = this.#options.journal.all(
      'SELECT kind, id, octets, record FROM queue ORDER BY author_seq LIMIT ?',
      most.records,
    );
    const records: SealedRecord[] = [];
    const names = new Set<string>();
    let octets = 0;
    let blobOctets = 0;
    for (const row of rows) {
      const name = `${String(row['kind'])}:${String(row['id'])}`;
      octets += Number(row['octets']);
      if (records.length > 0 && (names.has(name) || octets > most.octets || blobOctets > BLOB_OCTETS)) break;
      blobOctets += await this.#storeBlobs(row, how);
      names.add(name);
      records.push(JSON.parse(String(row['record'])) as SealedRecord);
    }
    return records;
  }

  accepted(records: readonly SealedRecord[], answer: RecordsAccepted): Promise<void> {
    const { journal, ledger, placed, author } = this.#options;
    journal.transaction(() => {
      for (const { kind, id, version, authorSeq } of records) {
        journal.run('DELETE FROM queue WHERE author_seq = ?', authorSeq);
        ledger.markStored(kind, id, version);
        journal.run(
          'DELETE FROM chunk WHERE blob IN (SELECT id FROM blob WHERE kind = ? AND owner = ? AND stored = 1)',
          kind,
          id,
        );
        journal.run('DELETE FROM blob WHERE kind = ? AND owner = ? AND stored = 1', kind, id);
      }
      placed(answer.seq - answer.changed, answer.seq);
    });
    author.shortened();
    return Promise.resolve();
  }

  resealAll(above: number): Promise<void> {
    const { author, journal, sequence } = this.#options;
    return author.exclusive(async () => {
      await sequence.raise('author', above);
      const waiting = journal.all('SELECT author_seq, kind, id, version FROM queue ORDER BY author_seq');
      for (let at = 0; at < waiting.length; at += RESEAL_AT_ONCE) {
        await this.#reseal(waiting.slice(at, at + RESEAL_AT_ONCE));
      }
    });
  }

  conflict({ record, current }: Conflict): Promise<void> {
    const { author, ledger, journal, membership } = this.#options;
    return author.exclusive(async () => {
      const own = ledger.get(record.kind, record.id);
      if (own === null || own.state === 'deleted' || current === null) {
        journal.transaction(() => ledger.markDeleted(record.kind, record.id));
        return;
      }
      const { chain, keyring } = membership;
      const theirs = await openRecord({ chain, keyring, record: current }).catch(() => null);
      if (theirs !== null && sameContent(own.payload, theirs)) this.#adopt(own, current, theirs);
      else await this.#goAbove(own, current.version);
    });
  }

  refused({ kind, id, authorSeq }: SealedRecord, code: ErrorCode): Promise<void> {
    const { journal, log } = this.#options;
    log('error', 'record refused', { kind, id, code });
    journal.transaction(() => {
      journal.run('DELETE FROM queue WHERE author_seq = ?', authorSeq);
      journal.run('INSERT OR REPLACE INTO refused (kind, id, code) VALUES (?, ?, ?)', kind, id, code);
    });
    return Promise.resolve();
  }

  blobMissing({ kind, id }: SealedRecord, blob: Id): Promise<void> {
    this.#options.journal.run(
      'UPDATE blob SET stored = 0 WHERE id = ? AND kind = ? AND owner = ?',
      blob,
      kind,
      id,
    );
    return Promise.resolve();
  }

  nextDeletions(most: number): Promise<DeleteRecords['records']> {
    const rows = this.#options.journal.all('SELECT kind, id FROM deletion LIMIT ?', most);
    return Promise.resolve(
      rows.map((row) => ({ kind: String(row['kind']) as RecordKind, id: String(row['id']) })),
    );
  }

  deleted(records: DeleteRecords['records'], answer: RecordsAccepted): Promise<void> {
    const { journal, placed } = this.#options;
    journal.transaction(() => {
      for (const { kind, id } of records)
        journal.run('DELETE FROM deletion WHERE kind = ? AND id = ?', kind, id);
      placed(answer.seq - answer.changed, answer.seq);
    });
    return Promise.resolve();
  }

  /** Stores what the record owns and the server lacks; returns how many octets that took. */
  async #storeBlobs(row: JournalRow, how: How): Promise<number> {
    const { api, journal } = this.#options;
    const [kind, owner] = [String(row['kind']) as RecordKind, String(row['id'])];
    const blobs = journal.all(
      'SELECT id, size, chunks FROM blob WHERE kind = ? AND owner = ? AND stored = 0',
      kind,
      owner,
    );
    let octets = 0;
    for (const blob of blobs) {
      const [id, size, chunks] = [String(blob['id']), Number(blob['size']), Number(blob['chunks'])];
      const chunk = (number: number): Octets => this.#chunk(id, number);
      await storeBlob(api, { id, announcement: { ownerKind: kind, owner, size, chunks }, chunk }, how);
      journal.run('UPDATE blob SET stored = 1 WHERE id = ?', id);
      octets += size;
    }
    return octets;
  }

  #chunk(blob: Id, number: number): Octets {
    const row = this.#options.journal.get(
      'SELECT octets FROM chunk WHERE blob = ? AND number = ?',
      blob,
      number,
    );
    const octets = row?.['octets'];
    if (!(octets instanceof Uint8Array)) throw new Error(`the journal lacks chunk ${number} of a blob`);
    return new Uint8Array(octets);
  }

  async #reseal(rows: readonly JournalRow[]): Promise<void> {
    const { author, journal, ledger, sequence } = this.#options;
    const first = await sequence.reserve('author', rows.length);
    const items = rows.flatMap((row, i) => {
      const entry = ledger.get(String(row['kind']) as RecordKind, String(row['id']));
      if (entry === null || entry.state === 'deleted') return [];
      return [{ entry: { ...entry, version: Number(row['version']) }, authorSeq: first + i }];
    });
    const sealed = await author.seal(items);
    journal.transaction(() => {
      for (const row of rows)
        journal.run('DELETE FROM queue WHERE author_seq = ?', Number(row['author_seq']));
      for (const record of sealed) author.enqueue(record);
    });
  }

  /** Another device or an earlier life of this phone wrote the same: theirs stays. */
  #adopt(own: LedgerEntry, current: SealedRecord, payload: unknown): void {
    const { journal, ledger } = this.#options;
    journal.transaction(() => {
      ledger.markDeleted(own.kind, own.id);
      ledger.put({ ...own, payload, version: current.version, stored: current.version });
    });
  }

  /** The phone knows best what is on it: its content becomes the next version. */
  async #goAbove(own: LedgerEntry, version: number): Promise<void> {
    const { author, journal, ledger, sequence } = this.#options;
    const entry = { ...own, version: version + 1, stored: version };
    const authorSeq = await sequence.reserve('author', 1);
    const [sealed] = await author.seal([{ entry, authorSeq }]);
    journal.transaction(() => {
      journal.run('DELETE FROM queue WHERE kind = ? AND id = ?', own.kind, own.id);
      ledger.put(entry);
      if (sealed) author.enqueue(sealed);
    });
  }
}
