/** Rows of migration 0011. */
export interface BlobTables {
  blob: {
    account_id: string;
    id: string;
    owner_kind: string;
    owner: string;
    /** Padded plain size in octets. */
    size: number;
    chunks: number;
    stored: string;
  };
  blob_chunk: { account_id: string; blob_id: string; number: number; octets: Buffer };
  /** The blob's owner has not come yet; at `expires` the blob goes. */
  blob_waiting: { account_id: string; blob_id: string; expires: Date };
}
