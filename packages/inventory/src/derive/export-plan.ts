import type { Entry } from '../vocabulary.ts';
import { databaseTables } from './tables.ts';

/** What an access request gets from one table. */
export interface ExportStep {
  table: string;
  /** The column that holds the account's id. */
  account: string;
  /** Columns that are handed out. */
  columns: string[];
  /** Columns that are named and not handed out, and what they hold: secrets and their digests. */
  described: { column: string; holds: string }[];
}

/** Every table that holds anything of an account. */
export function exportPlan(inventory: readonly Entry[]): ExportStep[] {
  return databaseTables(inventory).flatMap(({ name, columns }) => {
    const account = name === 'account' ? 'id' : 'account_id';
    if (!columns.has(account)) return [];
    const held = [...columns];
    return [
      {
        table: name,
        account,
        columns: held.filter(([, entry]) => entry.rights.access === 'export').map(([column]) => column),
        described: held
          .filter(([, entry]) => entry.rights.access === 'describe')
          .map(([column, { holds }]) => ({ column, holds })),
      },
    ];
  });
}
