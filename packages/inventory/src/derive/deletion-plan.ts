import type { Entry } from '../vocabulary.ts';
import { databaseTables } from './tables.ts';

/** One table that account deletion empties of an account's rows. */
export interface DeletionStep {
  table: string;
  /** The column that holds the account's id. */
  column: string;
}

/**
 * Every table that holds anything of an account, what hangs on others first and the account's own row last.
 * @throws Error where a table is to be destroyed with its owner and has no column that names the account.
 */
export function deletionPlan(inventory: readonly Entry[]): DeletionStep[] {
  const steps: DeletionStep[] = [];
  for (const { name, columns } of databaseTables(inventory)) {
    if (![...columns.values()].some((entry) => entry.rights.erase === 'destroy')) continue;
    const column = name === 'account' ? 'id' : 'account_id';
    if (!columns.has(column)) throw new Error(`${name} holds something of an account and does not name it`);
    steps.push({ table: name, column });
  }
  return steps.reverse().sort((a, b) => Number(a.table === 'account') - Number(b.table === 'account'));
}
