import type { AnswerLink, LinkReveal, LinkState, Platform } from '@smseal/protocol';
import type { JSONColumnType } from 'kysely';

/** Rows of migration 0003: they live for minutes. */
export interface LinkTables {
  link: {
    account_id: string;
    id: string;
    /** SHA-256 of the new device's secret for this link. */
    secret: Buffer;
    platform: Platform;
    name: string;
    commitment: Buffer;
    /** SHA-256 of the new device's bearer token. */
    credential: Buffer;
    /** Without `expired`, which the clock says. */
    state: Exclude<LinkState, 'expired'>;
    answer: JSONColumnType<AnswerLink> | null;
    reveal: JSONColumnType<LinkReveal> | null;
    expires: Date;
    stored: string;
  };
}
