import type { Entry } from '../vocabulary.ts';
import { databaseTables } from './tables.ts';

/** One table that account deletion empties of an account's rows. */
export interface DeletionStep {
  table: string;
  /** The column that holds the account's id. */
  column: string;
  /** `delete`: the rows go. `detach`: they stay, and no longer say whose they were. */
  how: 'delete' | 'detach';
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
    const column = name === 'account' ? 'id' : 'account_id';
    if (columns.get(column)?.rights.erase === 'detach') steps.push({ table: name, column, how: 'detach' });
    else if (!entries.some((entry) => entry.rights.erase === 'destroy')) continue;
    else if (columns.has(column)) steps.push({ table: name, column, how: 'delete' });
    else if (!entries.every((entry) => entry.retention === 'minutes'))
      throw new Error(`${name} holds something of an account and does not name it`);
  }
  return steps.toReversed().sort((a, b) => Number(a.table === 'account') - Number(b.table === 'account'));
}
