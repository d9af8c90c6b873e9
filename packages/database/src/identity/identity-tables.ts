import type { ColumnType } from 'kysely';

/** Rows of migrations 0020, 0027, 0035 and 0039. */
export interface IdentityTables {
  'identity.holder': {
    account_id: string;
    /** Lower case; encrypted, as all text of this table. */
    email: Buffer;
    /** E.164. */
    mobile: Buffer;
    /** PHC string; null until a password was set. */
    password: Buffer | null;
    /** By which the e-mail address is found; null until a row from before encryption was encrypted. */
    email_index: Buffer | null;
    mobile_index: Buffer | null;
  };
  'identity.sign_up': {
    email_index: Buffer;
    /** E.164, encrypted under the day's key. */
    mobile: Buffer;
    code: Buffer;
    tries: ColumnType<number, number | undefined, number>;
    expires: Date;
  };
  'identity.reset': {
    account_id: string;
    code: Buffer;
    tries: ColumnType<number, number | undefined, number>;
    expires: Date;
  };
  'identity.key_code': {
    account_id: string;
    code: Buffer;
    tries: ColumnType<number, number | undefined, number>;
    expires: Date;
  };
  'identity.change': {
    account_id: string;
    what: 'email' | 'mobile';
    /** What it is to become; encrypted. */
    value: Buffer;
    code: Buffer;
    tries: ColumnType<number, number | undefined, number>;
    expires: Date;
  };
  'identity.session': {
    id: string;
    account_id: string;
    /** SHA-256 of the cookie's octets. */
    token: Buffer;
    started: Date;
    last_used: Date;
  };
  'identity.passkey': {
    id: string;
    account_id: string;
    credential: Buffer;
    public_key: Buffer;
    counter: number;
    transports: string[];
    /** Encrypted. */
    name: Buffer;
    stored: string;
  };
  'identity.used_challenge': { digest: Buffer; expires: Date };
}
