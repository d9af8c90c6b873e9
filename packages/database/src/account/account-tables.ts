import type { ColumnType } from 'kysely';

/** Rows of migration 0001. */
export interface AccountTables {
  account: {
    id: string;
    retention_days: number | null;
    /** Last seq of the change feed: taken as the last statement of each transaction that writes to it. */
    seq: ColumnType<number, number | undefined, number>;
    /** UTC day of sign-up. */
    stored: string;
  };
}
