import type { Entry } from '../vocabulary.ts';
import { databaseTables } from './tables.ts';

/** One table that account deletion empties of an account's rows. */
export interface DeletionStep {
  table: string;
  /** The column that holds the account's id. */
  column: string;
}

/**
 * Every table that holds anything of an account, what hangs on others first and the account's own row last. Tables that
 * cannot name an account, since there is none yet, must go by themselves within minutes.
 * @throws Error where a table is to be destroyed with its owner, does not name the account and does not go by itself.
 */
export function deletionPlan(inventory: readonly Entry[]): DeletionStep[] {
  const steps: DeletionStep[] = [];
  for (const { name, columns } of databaseTables(inventory)) {
    const entries = [...columns.values()];
    if (!entries.some((entry) => entry.rights.erase === 'destroy')) continue;
    const column = name === 'account' ? 'id' : 'account_id';
    if (columns.has(column)) steps.push({ table: name, column });
    else if (!entries.every((entry) => entry.retention === 'minutes'))
      throw new Error(`${name} holds something of an account and does not name it`);
  }
  return steps.toReversed().sort((a, b) => Number(a.table === 'account') - Number(b.table === 'account'));
}
