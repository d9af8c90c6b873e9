import { utcDay } from '@smseal/policy';
import { sql } from 'kysely';
import type { Database } from '../connection/database.ts';
import type { Executor } from './account-key.ts';
import { DayKeys } from './day-keys.ts';
import { withKeyLock } from './key-lock.ts';
import { writeKeyTable } from './key-table.ts';
import type { Keyring } from './keyring.ts';
import { rewrapAccountKeys, sealForNewDay, verifyAccountKeys } from './rewrap.ts';
import { announce, currentOf, readDayKeys, requireClock, type DayKeyRow } from './start-keys.ts';

/** How far a rotation has come; after each of these it may be cut off, and the next run goes on from there. */
export type RotationStep =
  'announced' | 'made' | 'current' | 'wrapped' | 'verified' | 'exported' | 'destroyed' | 'forgotten';

export interface RotateInput {
  database: Database;
  keyring: Keyring;
  /** ms since 1970. */
  now: number;
  /** Also where today's key is today's. */
  force?: boolean;
  /** Told after each step. */
  onStep?: (step: RotationStep) => void;
}

/** What a rotation did. */
export interface Rotated {
  /** Day of the key that is current now. */
  day: string;
  /** Account keys that were wrapped anew. */
  accounts: number;
}

/**
 * Wraps everything anew under a new day's key and destroys the one before: what lies in older copies of the database opens
 * with no key that is left. Several servers may work meanwhile; of several that rotate, one does. What was cut off is
 * finished first. @returns null where nothing is due. @throws KeyringError
 */
export async function rotateKeys(input: RotateInput): Promise<Rotated | null> {
  const { database, keyring } = input;
  const days = new DayKeys(keyring);
  try {
    return await withKeyLock(database, () => rotate(input, days));
  } finally {
    days.forget();
  }
}

async function rotate(input: RotateInput, days: DayKeys): Promise<Rotated | null> {
  const { database, now, force = false, onStep = () => undefined } = input;
  let finished = await finish(input, days);
  const rows = await readDayKeys(database);
  const current = currentOf(rows);
  if (!current) throw new Error('there is no current day key: no server has been started on this database');
  requireClock(current, now);
  if (current.day >= utcDay(now) && !force) return finished;
  const next = rows.find(({ state }) => state === 'announced') ?? (await announce(database, now));
  onStep('announced');
  await days.ensure(next);
  onStep('made');
  await makeCurrent(database, next);
  onStep('current');
  finished = await finish(input, days);
  return finished;
}

/** From here on nothing new is wrapped under another key: who was about to has locked its row, and is waited for. */
async function makeCurrent(database: Executor, next: DayKeyRow): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('day_key')
      .set({ state: 'retiring' })
      .where('state', '=', 'current')
      .execute();
    await transaction.updateTable('day_key').set({ state: 'current' }).where('id', '=', next.id).execute();
  });
}

/** Empties day keys that are retiring, and destroys them: only when every wrap was seen to open under the current one. */
async function finish(input: RotateInput, days: DayKeys): Promise<Rotated | null> {
  const began = performance.now();
  const { database, onStep = () => undefined } = input;
  const rows = await readDayKeys(database);
  const current = currentOf(rows);
  const retiring = rows.filter(({ state }) => state === 'retiring');
  if (!current || retiring.length === 0) return null;
  const accounts = await rewrapAccountKeys(database, days, current.id);
  await sealForNewDay(database, days, current.id);
  onStep('wrapped');
  await verifyAccountKeys(database, days, current.id);
  onStep('verified');
  // A copy of the key table that lies under the old key is worth nothing without it, and a restore may need one.
  // It is newer than every wrap that it holds: whoever restores takes the newer state of the two.
  await writeKeyTable({ ...input, now: Math.ceil(input.now + performance.now() - began) });
  onStep('exported');
  for (const old of retiring) await days.destroy(old);
  onStep('destroyed');
  await sql`DELETE FROM day_key WHERE state = 'retiring'`.execute(database);
  onStep('forgotten');
  return { day: current.day, accounts };
}
