/** Rows of migration 0027. */
export interface KeyTables {
  day_key: {
    id: string;
    /** UTC day on which it was made. */
    day: string;
    state: DayKeyState;
  };
  account_key: {
    account_id: string;
    /** Which day's key wraps it. */
    day_key: string;
    wrapped: Buffer;
    /** The last number given to a data key. */
    numbers: number;
  };
  data_key: {
    account_id: string;
    number: number;
    category: string;
    /** First UTC day of the month in which it is written with; null where its category has one key for life. */
    month: string | null;
    wrapped: Buffer;
  };
}

/** Announced before the keyring has it, current while new wraps are made under it, retiring until none is left. */
export type DayKeyState = 'announced' | 'current' | 'retiring';
