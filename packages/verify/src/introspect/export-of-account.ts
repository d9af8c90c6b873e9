import { databaseTables, exportPlan, INVENTORY } from '@smseal/inventory';
import type { ThrowawayAccount } from '../account/throwaway-account.ts';
import { red, verdict, type Outcome } from '../probe/outcome.ts';

interface Line {
  table: string;
  columns?: string[];
  notHandedOut?: { column: string }[];
  row?: Record<string, unknown>;
}

/** All that is held of the account, as its holder gets it. */
export async function exportOfAccount(account: ThrowawayAccount): Promise<Outcome> {
  const answer = await account.ask({ path: '/v1/account/export' }).catch(() => null);
  if (answer === null) return red('it breaks off');
  if (answer.status !== 200) return red(`it is answered with ${answer.status}`);
  let lines: Line[];
  try {
    lines = answer.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  } catch {
    return red('a line is no JSON');
  }
  const faults: string[] = [];
  for (const { table, columns, described } of exportPlan(INVENTORY)) {
    const heading = lines.find((line) => line.table === table && line.columns);
    const told = [...(heading?.columns ?? []), ...(heading?.notHandedOut ?? []).map(({ column }) => column)];
    const listed = [...columns, ...described.map(({ column }) => column)];
    if (told.toSorted().join() !== listed.toSorted().join()) faults.push(`${table} is not told whole`);
  }
  faults.push(...secretsIn(lines));
  const holder = lines.find(({ table, row }) => table === 'identity.holder' && row)?.row;
  if (holder?.['email'] !== account.email || holder['mobile'] !== account.mobile)
    faults.push('it does not hold what the sign-up was given');
  return verdict(faults, `${lines.length} lines of JSON, ${exportPlan(INVENTORY).length} tables`);
}

/** Columns that are only to be named, handed out. */
function secretsIn(lines: readonly Line[]): string[] {
  const tables = new Map(databaseTables(INVENTORY).map(({ name, columns }) => [name, columns]));
  return lines.flatMap(({ table, row = {} }) =>
    Object.keys(row)
      .filter((column) => tables.get(table)?.get(column)?.rights.access !== 'export')
      .map((column) => `${table}.${column} is handed out`),
  );
}
