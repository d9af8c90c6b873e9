import { parseArgs } from 'node:util';
import { openDatabase } from '../connection/database.ts';
import { runningUrl } from '../embedded/running-url.ts';
import { openKeyring } from '../keys/open-keyring.ts';
import { startKeys } from '../keys/start-keys.ts';
import { ProgramMisuse } from '../program/run-program.ts';
import { openJournal } from './journal.ts';
import { readStanding } from './mirror.ts';
import { replayErasures } from './replay-erasures.ts';
import { requireReplayed } from './require-replayed.ts';

/** `smseal erasures` was called wrongly. */
export class ErasuresMisuse extends ProgramMisuse {
  override readonly name = 'ErasuresMisuse';
}

/** What the program is given from outside. */
export interface ErasuresSurroundings {
  home: string;
  /** `SMSEAL_DATABASE_URL`; without one the embedded PostgreSQL of `home`. */
  databaseUrl: string | undefined;
  /** `SMSEAL_KEYRING`. */
  keyring: string | undefined;
  print: (line: string) => void;
  now?: () => number;
}

/** Does what `smseal erasures` was asked for. @returns the exit code. @throws Error with one sentence. */
export async function erasuresProgram(
  args: readonly string[],
  { home, databaseUrl, keyring: named, print, now = Date.now }: ErasuresSurroundings,
): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [action = 'status'] = positionals;
  if (positionals.length > 1 || (action !== 'status' && action !== 'replay'))
    throw new ErasuresMisuse(
      `“smseal erasures ${positionals.join(' ')}” is no command; “smseal help erasures” shows them.`,
    );
  const keyring = openKeyring(named, home);
  const database = openDatabase(databaseUrl || (await runningUrl(home)), { connections: 3, keyring });
  const given = { database, journal: openJournal(keyring), now: now() };
  try {
    if (action === 'replay') {
      await startKeys(database, keyring, given.now);
      const { entries, replayed } = await replayErasures(given);
      print(
        `The journal has ${entries} entries; ${replayed} of them were new to the database and were done again.`,
      );
    } else {
      const { state, behind } = await readStanding(database, given.journal);
      print(
        `journal   ${given.journal.where}, whole, ${state.entries.length} entries from ${state.start.number} on`,
      );
      print(
        `database  ${behind.length === 0 ? 'knows them all' : `is from before ${behind.length} of them`}`,
      );
    }
    await requireReplayed(given);
    return 0;
  } finally {
    database.keys.close();
    await database.destroy();
  }
}
