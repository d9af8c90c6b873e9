import type { SyncCursor, SyncStep, SyncStore } from '@smseal/client';
import type { BatchStored, Id, RecordKind } from '@smseal/protocol';
import type { Journal } from '../journal/journal.ts';
import type { Ledger } from './ledger.ts';

/** Kinds that a phone writes or obeys. */
const WRITTEN: ReadonlySet<RecordKind> = new Set<RecordKind>(['message', 'contact', 'call', 'setting']);

/** What the agent keeps of the account that it reads: versions and payloads of the kinds that it writes itself. */
export class PhoneSyncStore implements SyncStore {
  readonly #journal: Journal;
  readonly #ledger: Ledger;

  constructor(journal: Journal, ledger: Ledger) {
    this.#journal = journal;
    this.#ledger = ledger;
  }

  loadCursor(): Promise<SyncCursor | null> {
    const stored = this.#journal.meta('cursor');
    return Promise.resolve(stored === null ? null : (JSON.parse(stored) as SyncCursor));
  }

  apply(step: SyncStep): Promise<void> {
    this.#journal.transaction(() => {
      for (const record of step.records) {
        if (!WRITTEN.has(record.kind)) continue;
        const known = this.#ledger.get(record.kind, record.id);
        if (known !== null && known.state === 'deleted') continue;
        if (known !== null && known.version >= record.version) {
          this.#ledger.markStored(record.kind, record.id, record.version);
          continue;
        }
        this.#ledger.put({
          kind: record.kind,
          id: record.id,
          version: record.version,
          stored: record.version,
          payload: record.payload,
          conversation: record.conversation ?? null,
          day: record.day ?? null,
          state: isGone(record.payload) ? 'gone' : 'held',
        });
      }
      for (const { kind, id } of step.deleted) if (kind !== 'batch') this.#ledger.markDeleted(kind, id);
      for (const { kind, before } of step.expired) {
        if (kind !== 'message') continue;
        this.#ledger.markExpired(kind, before);
        this.#journal.setMeta('expired-before', before);
      }
      this.saveCursor(step.cursor);
    });
    return Promise.resolve();
  }

  saveCursor(cursor: SyncCursor): void {
    this.#journal.setMeta('cursor', JSON.stringify(cursor));
  }

  versionSeen(kind: RecordKind, id: Id): number | undefined {
    return this.#ledger.storedVersion(kind, id);
  }

  ids(kind: RecordKind | 'batch'): Promise<Iterable<Id>> {
    return Promise.resolve(kind === 'batch' ? [] : this.#ledger.ids(kind));
  }

  batch(): Promise<BatchStored | null> {
    return Promise.resolve(null);
  }
}

function isGone(payload: unknown): boolean {
  return (payload as { goneFromPhone?: unknown } | null)?.goneFromPhone !== undefined;
}
