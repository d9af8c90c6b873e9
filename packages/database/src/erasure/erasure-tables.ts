import type { ErasureKind, ErasureState } from '@smseal/protocol';
import type { ColumnType } from 'kysely';
import type { ErasureMatter } from './journal-entry.ts';
import type { ErasureProgress } from './progress.ts';

/** What a row of erasures is about: an ordinary deletion is in the journal, too, and has no certificate. */
export type ErasureRowKind = ErasureKind | 'deletion';

/** Rows of migration 0030. */
export interface ErasureTables {
  erasure: {
    id: string;
    /** Whose it is, while there is the account. */
    account_id: string | null;
    kind: ErasureRowKind;
    state: ErasureState;
    /** Its place in the journal; null until the journal has it. */
    number: number | null;
    hash: Buffer | null;
    is_over: ColumnType<boolean, boolean | undefined, boolean>;
    /** What is to be erased, until the journal has it. */
    matter: ColumnType<ErasureMatter | null, string | null, string | null>;
    progress: ColumnType<ErasureProgress, string, string>;
    token: Buffer | null;
    certificate: string | null;
    until: Date | null;
    stored: string;
  };
}
