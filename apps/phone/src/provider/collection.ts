import type { ProviderRow } from '@smseal/client';
import type { Id, RecordKind } from '@smseal/protocol';
import type { ClearFields, SealedBlob } from '@smseal/seal';

/** The tables of the phone that are reconciled row by row. */
export type SourceName = 'sms' | 'mms' | 'call';

/** What a row says, before it is a record. */
export interface Mapped {
  /** Id of the record among equals: 0 for the first, 1 for a true repeat of it … */
  id: (ordinal: number) => Promise<Id>;
  clear: ClearFields;
  /**
   * The record's payload and the blobs that it names anew. `previous` is the payload that it replaces: what was sealed
   * for it, and what was noted about it, is kept.
   */
  seal: (previous: unknown) => Promise<{ payload: unknown; blobs: SealedBlob[] }>;
}

/** One table of the phone: how to ask for it and what its rows mean. */
export interface Collection {
  name: SourceName;
  kind: RecordKind;
  uri: `content://${string}`;
  /** Milliseconds in one unit of the table's `date`. */
  dateUnitMs: 1 | 1000;
  /** Columns whose change changes the record. */
  columns: readonly string[];
  /**
   * Reads a row; null when it is no record (a draft, an MMS that is still with the carrier).
   * `known` is the payload that an earlier reading of this very row gave: what it holds need not be read again.
   */
  map(row: ProviderRow, known: unknown): Promise<Mapped | null>;
}
