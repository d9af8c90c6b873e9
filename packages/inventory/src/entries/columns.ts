import type { Entry } from '../vocabulary.ts';

/** What all columns of a table share unless one says otherwise. */
export type TableDefaults = { table: string } & Omit<Entry, 'place' | 'name' | 'holds' | 'clock'>;

/** A column: what it holds, in one plain sentence, and where it differs from its table. */
export type Column = string | ({ holds: string } & Partial<Omit<Entry, 'place' | 'name' | 'holds'>>);

/** The entries of one table; `table` is written with its schema where that is not `public`. */
export function columns(
  { table, ...defaults }: TableDefaults,
  held: Readonly<Record<string, Column>>,
): Entry[] {
  return Object.entries(held).map(([name, column]) => {
    const place: Pick<Entry, 'place' | 'name'> = { place: 'database', name: `${table}.${name}` };
    return Object.assign(place, defaults, typeof column === 'string' ? { holds: column } : column);
  });
}

/** Columns that many tables have, in the same words. */
export const ACCOUNT_ID = 'The account that the row belongs to.';
export const STORED_DAY = 'The UTC day on which the row was first stored, never finer.';
export const FEED_PLACE = 'The row’s place in the account’s change feed.';

/** What the running server reads, and nobody in the database or a copy of it. */
export const ENCRYPTED = { protection: 'encrypted', atRest: 'account' } as const;
/** Sealed by a device, and encrypted by the server once more, so that with the account's keys it is gone from every copy. */
export const SEALED_AND_ENCRYPTED = { protection: 'sealed', atRest: 'account' } as const;
/** Sealed by a device; where the account is open, encrypted by the server. */
export const SEALED_OR_ENCRYPTED = { protection: 'sealed', atRest: 'account' } as const;
