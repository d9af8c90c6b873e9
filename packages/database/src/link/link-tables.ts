import type { AnswerLink, LinkState, Platform } from '@smseal/protocol';
import type { JSONColumnType } from 'kysely';

/** Rows of migrations 0003 and 0028: they live for minutes. */
export interface LinkTables {
  link: {
    account_id: string;
    id: string;
    /** SHA-256 of the new device's secret for this link. */
    secret: Buffer;
    platform: Platform;
    /** Encrypted under the day's key. */
    name: Buffer;
    commitment: Buffer;
    /** SHA-256 of the new device's bearer token. */
    credential: Buffer;
    /** Without `expired`, which the clock says. */
    state: Exclude<LinkState, 'expired'>;
    answer: JSONColumnType<AnswerLink> | null;
    /** JSON of what was revealed, encrypted under the day's key. */
    reveal: Buffer | null;
    expires: Date;
    stored: string;
  };
}
