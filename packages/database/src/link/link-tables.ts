/** Rows of migration 0003: they live for minutes. */
export interface LinkTables {
  link: {
    account_id: string;
    id: string;
    /** SHA-256 of the new device's secret for this link. */
    secret: Buffer;
    platform: string;
    name: string;
    commitment: Buffer;
    /** SHA-256 of the new device's bearer token. */
    credential: Buffer;
    state: string;
    answer: unknown;
    reveal: unknown;
    expires: Date;
    stored: string;
  };
}
