/** Rows of migration 0013: exactly these fields. */
export interface ActivityTables {
  activity: {
    account_id: string;
    id: string;
    /** To the second. */
    at: Date;
    ip: string;
    action: string;
    device_id: string | null;
  };
}
