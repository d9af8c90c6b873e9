/** Rows of migration 0024. */
export interface ListTables {
  list_key: {
    account_id: string;
    list: string;
    version: number;
    author: string;
    epoch: number;
    /** Where the list ended when its author signed. */
    head_count: number;
    head_digest: Buffer | null;
    envelope: Buffer;
    account_enc: Buffer;
    account_sealed: Buffer;
    /** Who follows besides readers. */
    gateways: string[];
    /** Each one's wrap: 32 octets of encapsulation and 48 sealed. */
    sealed: Buffer;
    signature: Buffer;
    /** Where the list ends now. */
    count: number;
    digest: Buffer | null;
    /** UTC day of the first version. */
    stored: string;
  };
  list_segment: {
    account_id: string;
    list: string;
    number: number;
    author: string;
    previous: Buffer | null;
    key_version: number;
    envelope: Buffer;
    signature: Buffer;
    stored: string;
  };
}
