import { randomBytes } from 'node:crypto';
import { utcDay } from '@smseal/policy';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import { useAccountKey, type Executor } from './account-key.ts';
import { encryptTable, isRecorded } from './backfill.ts';
import { NotOpened } from './cipher.ts';
import { DayKeys, type DayKeyName } from './day-keys.ts';
import type { DayKeyState } from './key-tables.ts';
import { KeyringError, type Keyring } from './keyring.ts';
import { withKeyLock } from './key-lock.ts';

/** Clocks may differ by so much (ARCHITECTURE §3). */
const SKEW_MS = 5 * 60_000;

/** A day's key as the database knows it. */
export interface DayKeyRow extends DayKeyName {
  state: DayKeyState;
}

/**
 * Sees to it that the keyring and the database belong together, and begins both where they are new. Nothing is served before.
 * @throws KeyringError with the reason and the mend.
 */
export async function startKeys(database: Database, keyring: Keyring, now: number): Promise<void> {
  const days = new DayKeys(keyring);
  try {
    if (!currentOf(await readDayKeys(database)))
      await withKeyLock(database, () => begin(database, days, now));
    await requireFit(database, days, now);
  } finally {
    days.forget();
  }
  if (await isRecorded(database)) return;
  database.keys.isMixed = true;
  // People are found by what only encrypted rows have.
  await encryptTable(database, 'identity.holder');
}

export async function readDayKeys(database: Executor): Promise<DayKeyRow[]> {
  return database.selectFrom('day_key').selectAll().orderBy('day').orderBy('id').execute();
}

export function currentOf(rows: readonly DayKeyRow[]): DayKeyRow | undefined {
  return rows.find(({ state }) => state === 'current');
}

/** The first day's key: announced, then in the keyring, then current; cut off anywhere, it goes on from there. */
async function begin(database: Database, days: DayKeys, now: number): Promise<void> {
  const rows = await readDayKeys(database);
  if (currentOf(rows)) return;
  const foreign = (await days.names()).find(({ id }) => !rows.some((row) => row.id === id));
  if (foreign)
    throw new KeyringError(
      `The keyring ${days.keyring.where} belongs to another database, and this one is new; set SMSEAL_KEYRING to an empty folder, or SMSEAL_DATABASE_URL to the keyring's own database.`,
    );
  const first = rows[0] ?? (await announce(database, now));
  await days.ensureIndex();
  await days.ensure(first);
  await database.updateTable('day_key').set({ state: 'current' }).where('id', '=', first.id).execute();
}

/** Names a new day's key in the database, before there is one. */
export async function announce(database: Executor, now: number): Promise<DayKeyRow> {
  const row = { id: randomBytes(16).toString('base64url'), day: utcDay(now), state: 'announced' } as const;
  await database.insertInto('day_key').values(row).execute();
  return row;
}

/** @throws KeyringError */
async function requireFit(database: Database, days: DayKeys, now: number): Promise<void> {
  const current = currentOf(await readDayKeys(database));
  if (!current) throw new Error('there is no current day key, although it was just made');
  const held = await days.names();
  if (!held.some(({ id }) => id === current.id)) throw unfit(days.keyring, current, held.at(-1));
  requireClock(current, now);
  await days.requireIndex();
  await requireOpens(database, days, current);
}

function unfit({ where }: Keyring, current: DayKeyRow, newest: DayKeyName | undefined): KeyringError {
  if (!newest)
    return new KeyringError(
      `The keyring ${where} is empty, and the database's keys lie under its key of ${current.day}; put the keyring back, or run “smseal keys recover” with its escrow.`,
    );
  if (newest.day < current.day)
    return new KeyringError(
      `The keyring ${where} is an old copy of ${newest.day}, and the database's keys lie under the key of ${current.day}; put the newest keyring back, or run “smseal keys recover” with its escrow.`,
    );
  if (newest.day > current.day)
    return new KeyringError(
      `The database is an old copy: its keys lie under the key of ${current.day}, which is destroyed, and the keyring ${where} is of ${newest.day}; run “smseal keys restore”, which puts today's key table into it.`,
    );
  return new KeyringError(
    `The keyring ${where} belongs to another database; set SMSEAL_KEYRING to this one's, or run “smseal keys recover” with its escrow.`,
  );
}

/** @throws KeyringError where the clock is before the day of the current key. */
export function requireClock({ day }: DayKeyName, now: number): void {
  const today = utcDay(now + SKEW_MS);
  if (today >= day) return;
  throw new KeyringError(
    `The clock says ${utcDay(now)}, and the newest day's key is of ${day}; set the clock right, since a clock turned back would keep keys that have to be destroyed.`,
  );
}

/** A key of the right name may still be a wrong one. @throws KeyringError */
async function requireOpens(database: Database, days: DayKeys, current: DayKeyRow): Promise<void> {
  const { rows } = await sql<{ account_id: string; day_key: string; wrapped: Buffer }>`
    SELECT account_id, day_key, wrapped FROM account_key WHERE day_key = ${current.id} LIMIT 1`.execute(
    database,
  );
  const [row] = rows;
  if (!row) return;
  try {
    await useAccountKey(days, row, () => undefined);
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    throw new KeyringError(
      `The key of ${current.day} in the keyring ${days.keyring.where} does not open the database's keys; put the keyring's files back as they were, or run “smseal keys recover” with its escrow.`,
      { cause: error },
    );
  }
}
