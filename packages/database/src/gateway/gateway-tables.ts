/** Rows of migrations 0022 and 0025. */
export interface GatewayTables {
  gateway_settings: {
    account_id: string;
    /** The pool that obeys them. */
    target: string;
    version: number;
    author: string;
    epoch: number;
    /** Ids of the API keys inside. */
    keys: string[];
    envelope: Buffer;
    /** The pool's gateways, and each one's wrap in the same order. */
    members: string[];
    sealed: Buffer;
    account_enc: Buffer;
    account_sealed: Buffer;
    signature: Buffer;
    /** UTC day of the first version. */
    stored: string;
  };
}
