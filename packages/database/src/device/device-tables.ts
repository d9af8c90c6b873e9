import type { ColumnType } from 'kysely';

/** Rows of migration 0002. */
export interface DeviceTables {
  chain_entry: {
    account_id: string;
    index: number;
    body: Buffer;
    signature: Buffer;
    stored: string;
  };
  device: {
    account_id: string;
    id: string;
    platform: string;
    can: string[];
    /** SHA-256 of the bearer token; null until the device has posted or linked one, and after its removal. */
    credential: Buffer | null;
    /** Index of the chain entry that admitted it. */
    admitted: number;
    /** Index of the chain entry that removed it. */
    removed: number | null;
    /** Last accepted author sequence. */
    authored: ColumnType<number, number | undefined, number>;
    /** UTC day of the last request. */
    last_seen: string | null;
    stored: string;
  };
  sealed_key: {
    account_id: string;
    recipient: string;
    scope: string;
    epoch: number;
    enc: Buffer;
    sealed: Buffer;
    stored: string;
  };
  inbound_session: {
    account_id: string;
    id: string;
    device_id: string;
    epoch: number;
    day: string;
    enc: Buffer;
    signature: Buffer;
    /** Its place in the change feed. */
    seq: number;
    stored: string;
  };
}
