import type { Id, RecordKind } from '@smseal/protocol';
import type { Journal } from '../journal/journal.ts';

/** A record as this phone knows it. */
export interface LedgerEntry {
  kind: RecordKind;
  id: Id;
  /** The version that the server holds, or will hold once the queue is empty. */
  version: number;
  /** The version that the server is known to hold; 0 before it has any. */
  stored: number;
  /** Null once it is deleted, and for kinds that phones do not write. */
  payload: unknown;
  conversation: Id | null;
  /** UTC day. */
  day: string | null;
  /** `gone`: kept by the account though the phone no longer has it. */
  state: 'held' | 'gone' | 'deleted';
}

/** Every record of the account that this phone has written or read. */
export class Ledger {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get(kind: RecordKind, id: Id): LedgerEntry | null {
    const row = this.#journal.get(
      'SELECT version, stored, payload, conversation, day, state FROM record WHERE kind = ? AND id = ?',
      kind,
      id,
    );
    if (row === undefined) return null;
    return {
      kind,
      id,
      version: Number(row['version']),
      stored: Number(row['stored']),
      payload: row['payload'] === null ? null : this.#journal.open(row['payload']),
      conversation: row['conversation'] === null ? null : String(row['conversation']),
      day: row['day'] === null ? null : String(row['day']),
      state: row['state'] as LedgerEntry['state'],
    };
  }

  put(entry: LedgerEntry): void {
    this.#journal.run(
      `INSERT INTO record (kind, id, version, stored, payload, conversation, day, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, stored = excluded.stored,
         payload = excluded.payload, conversation = excluded.conversation, day = excluded.day, state = excluded.state`,
      entry.kind,
      entry.id,
      entry.version,
      entry.stored,
      entry.payload === null ? null : this.#journal.seal(entry.payload),
      entry.conversation,
      entry.day,
      entry.state,
    );
  }

  /** The server has this version. */
  markStored(kind: RecordKind, id: Id, version: number): void {
    this.#journal.run(
      'UPDATE record SET stored = max(stored, ?) WHERE kind = ? AND id = ?',
      version,
      kind,
      id,
    );
  }

  /** The record is no longer in the account; its id is spent. */
  markDeleted(kind: RecordKind, id: Id): void {
    this.#journal.run(
      `UPDATE record SET state = 'deleted', payload = NULL WHERE kind = ? AND id = ?`,
      kind,
      id,
    );
    this.#journal.run('DELETE FROM queue WHERE kind = ? AND id = ?', kind, id);
    this.#journal.run(
      'DELETE FROM chunk WHERE blob IN (SELECT id FROM blob WHERE kind = ? AND owner = ?)',
      kind,
      id,
    );
    this.#journal.run('DELETE FROM blob WHERE kind = ? AND owner = ?', kind, id);
  }

  /** Everything of a kind whose day lies before `day` has expired. */
  markExpired(kind: RecordKind, day: string): void {
    const rows = this.#journal.all(
      `SELECT id FROM record WHERE kind = ? AND day < ? AND state <> 'deleted'`,
      kind,
      day,
    );
    for (const row of rows) this.markDeleted(kind, String(row['id']));
  }

  /** Whether a conversation's day has a record that no row of the phone stands behind. */
  hasOrphan(kind: RecordKind, { conversation, day }: { conversation?: Id; day?: string }): boolean {
    if (conversation === undefined || day === undefined) return false;
    const orphan = this.#journal.get(
      `SELECT 1 FROM record WHERE kind = ? AND conversation = ? AND day = ? AND state = 'held'
         AND NOT EXISTS (SELECT 1 FROM known WHERE known.record = record.id) LIMIT 1`,
      kind,
      conversation,
      day,
    );
    return orphan !== undefined;
  }

  /** The version that the server is known to hold. */
  storedVersion(kind: RecordKind, id: Id): number | undefined {
    const row = this.#journal.get(
      `SELECT stored FROM record WHERE kind = ? AND id = ? AND state <> 'deleted' AND stored > 0`,
      kind,
      id,
    );
    return row === undefined ? undefined : Number(row['stored']);
  }

  ids(kind: RecordKind): Id[] {
    return this.#journal
      .all(`SELECT id FROM record WHERE kind = ? AND state <> 'deleted'`, kind)
      .map((row) => String(row['id']));
  }

  /** Ids of messages that the account keeps though the phone has lost them. */
  gone(): Id[] {
    return this.#journal
      .all(`SELECT id FROM record WHERE kind = 'message' AND state = 'gone'`)
      .map((row) => String(row['id']));
  }

  count(kind: RecordKind): number {
    const row = this.#journal.get(
      `SELECT count(*) AS n FROM record WHERE kind = ? AND state <> 'deleted'`,
      kind,
    );
    return Number(row?.['n'] ?? 0);
  }
}
