/** Rows of migration 0010. */
export interface RecordTables {
  record: {
    account_id: string;
    /** Its place in the change feed: an update takes a new one. */
    seq: number;
    author_seq: number;
    version: number;
    epoch: number;
    day: string | null;
    stored: string;
    kind: string;
    id: string;
    author: string;
    conversation: string | null;
    envelope: Buffer;
  };
  tombstone: { account_id: string; kind: string; id: string; seq: number; stored: string };
  /** One row per kind: what the retention preference has expired last. */
  expired_before: { account_id: string; kind: string; before: string; seq: number; stored: string };
}
