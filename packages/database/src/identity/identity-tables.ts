import type { ColumnType } from 'kysely';

/** Rows of migration 0020. */
export interface IdentityTables {
  'identity.holder': {
    account_id: string;
    /** Lower case. */
    email: string;
    /** E.164. */
    mobile: string;
    /** PHC string; null until a password was set. */
    password: string | null;
  };
  'identity.sign_up': {
    email: string;
    mobile: string;
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
    name: string;
    stored: string;
  };
  'identity.used_challenge': { digest: Buffer; expires: Date };
}
