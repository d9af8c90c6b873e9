import {
  advanceErasures,
  openSigningKey,
  openVerifier,
  prepareVerifier,
  type Database,
  type Eraser,
  type Journal,
  type Keyring,
} from '@smseal/database';
import type { Configuration } from '../configuration/configuration.ts';

interface EraserGiven {
  database: Database;
  journal: Journal;
  keyring: Keyring;
  now: () => Date;
}

/** For each moment that large removals take they leave others so many. */
const PAUSE = 2;

/**
 * Who carries erasures out here. What was cut off is taken as far as nobody can reach it, before anything is served; the
 * rest goes on beside.
 */
export async function openEraser(
  { databaseUrl, origin }: Pick<Configuration, 'databaseUrl' | 'origin'>,
  { database, journal, keyring, now }: EraserGiven,
): Promise<Eraser> {
  await prepareVerifier(database);
  const eraser: Eraser = {
    database,
    verifier: openVerifier(databaseUrl, keyring),
    journal,
    issuer: { controller: origin, key: await openSigningKey(keyring) },
    now: () => now().getTime(),
    pace: { pause: PAUSE },
  };
  await advanceErasures(eraser, 'keys-destroyed');
  return eraser;
}
