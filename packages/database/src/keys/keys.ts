import type { AtRestTableName } from './at-rest-columns.ts';

/** A row of a table that belongs to an account. */
export type AccountRow = { account_id: string };

/**
 * What stands between rows and the tables that keep them encrypted (ARCHITECTURE §6). Those who read and write such a
 * table pass its rows through here; columns that are not encrypted, and those that are null, stay as they are.
 */
export interface Keys {
  /** Whether rows from before encryption may still be met; else they are refused. */
  isMixed: boolean;
  /** Copies of the rows, ready to be stored. @throws CodedError `unauthenticated` where an account is gone. */
  seal<Row extends AccountRow>(table: AtRestTableName, rows: readonly Row[]): Promise<Row[]>;
  /** Copies of stored rows, readable. @throws KeyDestroyed, NotOpened */
  open<Row extends AccountRow>(table: AtRestTableName, rows: readonly Row[]): Promise<Row[]>;
  /** Whether the keys are there under which an account's rows of this table are written now. */
  isReady(table: AtRestTableName, account: string): Promise<boolean>;
  /** Makes a new account's keys, in one go. */
  begin(account: string): Promise<void>;
  /** The digest by which an e-mail address or a mobile number is found. */
  indexOf(purpose: 'email' | 'mobile', text: string): Promise<Buffer>;
  /** Encrypts what has no account yet under the day's own key; only inside a transaction. */
  sealForDay(place: DayPlace, plain: Uint8Array): Promise<Buffer>;
  openForDay(place: DayPlace, sealed: Buffer): Promise<Buffer>;
  /** Destroys data keys of an account, and so what they encrypt; only inside a transaction. */
  destroy(account: string, numbers: readonly number[]): Promise<void>;
  /** Wipes an account's keys from memory: they are destroyed, or about to be. */
  forget(account: string): void;
  /** Wipes everything from memory. */
  close(): void;
}

/** Where a value without an account belongs. */
export interface DayPlace {
  table: string;
  column: string;
  row: string;
}

/** What is asked for was encrypted under a key that is destroyed. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
}

/** The keys of a database that was opened without a keyring. */
export const NO_KEYS: Keys = {
  isMixed: false,
  seal: refuse,
  open: refuse,
  isReady: refuse,
  begin: refuse,
  indexOf: refuse,
  sealForDay: refuse,
  openForDay: refuse,
  destroy: refuse,
  forget: () => undefined,
  close: () => undefined,
};

function refuse(): Promise<never> {
  return Promise.reject(new TypeError('the database was opened without a keyring'));
}
