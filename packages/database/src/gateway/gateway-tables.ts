/** Rows of migration 0022. */
export interface GatewayTables {
  gateway_settings: {
    account_id: string;
    /** The gateway that obeys them. */
    target: string;
    version: number;
    author: string;
    epoch: number;
    /** Ids of the API keys inside. */
    keys: string[];
    envelope: Buffer;
    target_enc: Buffer;
    target_sealed: Buffer;
    account_enc: Buffer;
    account_sealed: Buffer;
    signature: Buffer;
    /** UTC day of the first version. */
    stored: string;
  };
}
