import type { AccountKind } from '@smseal/protocol';
import type { ColumnType } from 'kysely';

/** Rows of migrations 0001, 0010, 0014, 0034, 0036 and 0038. */
export interface AccountTables {
  account: {
    id: string;
    retention_days: number | null;
    /** SHA-256 of the version of the policy under which it was made, lower-case hex. */
    policy: ColumnType<string | null, string | null | undefined, never>;
    kind: ColumnType<AccountKind, AccountKind | undefined, AccountKind>;
    /** Last seq of the change feed: taken as the last statement of each transaction that writes to it. */
    seq: ColumnType<number, number | undefined, number>;
    /** Cursors of the feed below it may have missed deletions that are no longer known. */
    horizon: ColumnType<number, number | undefined, number>;
    /** The epoch that the chain has begun last; 0 before the first. */
    epoch: ColumnType<number, number | undefined, number>;
    /** UTC day of sign-up. */
    stored: string;
    /** Null while it is open. */
    closed: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  /** The secret key of an open account. */
  kept_key: {
    account_id: string;
    /** Encrypted. */
    secret: Buffer;
    stored: string;
  };
}
