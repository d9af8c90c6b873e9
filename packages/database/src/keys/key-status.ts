import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { isRecorded } from './backfill.ts';
import { DayKeys } from './day-keys.ts';
import { readPlan } from './escrow.ts';
import { newestCopy } from './key-table.ts';
import type { Keyring } from './keyring.ts';
import { currentOf, readDayKeys } from './start-keys.ts';

/** How the keys at rest stand. */
export interface KeyStatus {
  keyring: string;
  /** UTC day of the current day's key; null before the first start. */
  day: string | null;
  /** Whether the keyring holds it. */
  isHeld: boolean;
  /** Day keys that still have to be destroyed. */
  retiring: number;
  accounts: number;
  dataKeys: number;
  /** RFC 3339: the newest whole copy of the key table. */
  exported: string | null;
  /** Where the escrow lies. */
  escrow: string | null;
  /** Whether nothing from before encryption is left. */
  isWhole: boolean;
}

export async function keyStatus(database: Database, keyring: Keyring): Promise<KeyStatus> {
  const rows = await readDayKeys(database);
  const current = currentOf(rows);
  const held = await new DayKeys(keyring).names();
  const { rows: counts } = await sql<{ accounts: number; keys: number }>`
    SELECT (SELECT count(*) FROM account_key) AS accounts, (SELECT count(*) FROM data_key) AS keys`.execute(
    database,
  );
  return {
    keyring: keyring.where,
    day: current?.day ?? null,
    isHeld: held.some(({ id }) => id === current?.id),
    retiring: rows.filter(({ state }) => state === 'retiring').length,
    accounts: counts[0]?.accounts ?? 0,
    dataKeys: counts[0]?.keys ?? 0,
    exported: (await newestCopy(keyring))?.at ?? null,
    escrow: (await readPlan(keyring))?.file ?? null,
    isWhole: await isRecorded(database),
  };
}
