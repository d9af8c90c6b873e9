import type { ColumnType } from 'kysely';

/** Rows of migrations 0012, 0021, 0023, 0025, 0026 and 0031. */
export interface OutboxTables {
  batch: {
    account_id: string;
    id: string;
    /** Its place in the change feed. */
    seq: number;
    /** The place it was posted at: its age. */
    posted: number;
    /** The sending device, or a pool of gateways. */
    target: string;
    /** Which of the pool's days it is wrapped to; null for a device's own key. */
    pool_key: string | null;
    author: string;
    /** The API key that ordered its texts; null where no program did. */
    api_key: string | null;
    epoch: number;
    priority: number;
    not_before: Date | null;
    expires: Date;
    count: number;
    envelope: Buffer;
    /** The wrap to the target; null when nothing more is expected of the batch. */
    target_enc: Buffer | null;
    target_sealed: Buffer | null;
    account_enc: Buffer;
    account_sealed: Buffer;
    signature: Buffer;
    /** One octet per text. */
    states: Buffer;
    /** How many texts still have to leave. */
    waiting: number;
    lease: string | null;
    lease_until: Date | null;
    /** The device that leased it last; null while none has. */
    holder: string | null;
    /** Its target is not offered it. */
    paused: ColumnType<boolean, boolean | undefined, boolean>;
    /** Digest of the envelope that it replaced, where some of its texts are erased. */
    replaces: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
    stored: string;
  };
  segment: {
    account_id: string;
    batch_id: string;
    number: number;
    seq: number;
    author: string;
    envelope: Buffer;
    signature: Buffer;
    stored: string;
  };
  claim: {
    account_id: string;
    key: Buffer;
    body: Buffer;
    batch_id: string;
    first: number;
    count: number;
    /** The full hour at which the row goes. */
    expires: Date;
  };
}
