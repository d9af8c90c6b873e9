/** Rows of migrations 0013 and 0027: exactly these fields. */
export interface ActivityTables {
  activity: {
    account_id: string;
    id: string;
    /** To the second. */
    at: Date;
    /** Text of the address, encrypted. */
    ip: Buffer;
    action: string;
    device_id: string | null;
  };
}
