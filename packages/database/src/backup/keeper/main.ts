import { setPriority } from 'node:os';
import path from 'node:path';
import { homeDirectory } from '../../embedded/home.ts';
import { runningUrl } from '../../embedded/running-url.ts';
import { openKeyring } from '../../keys/open-keyring.ts';
import { Keeper } from './keeper.ts';
import { readBackupSettings } from '../settings.ts';

/** Whoever serves comes first. */
const POLITE = 10;

function log(level: number, msg: string): void {
  process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg })}\n`);
}

/** The keeper of the embedded PostgreSQL’s backups as a process: a ready line, sentences for people, an orderly end. */
async function main(): Promise<void> {
  const home = homeDirectory();
  const { folder, everyMs } = readBackupSettings(process.env, home);
  if (everyMs === null) throw new Error('SMSEAL_BACKUP_HOURS is off; set it to hours, or leave this out.');
  setPriority(POLITE);
  const keeper = new Keeper({
    home,
    base: path.join(home, 'postgres'),
    folder,
    everyMs,
    keyring: openKeyring(process.env['SMSEAL_KEYRING'], home),
    databaseUrl: () => runningUrl(home),
    now: Date.now,
    tell(sentence, isTrouble) {
      log(isTrouble ? 40 : 30, sentence);
      process.stdout.write(`${sentence}\n`);
    },
  });
  await keeper.start();
  const stop = (): void => void keeper.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  if (process.env['SMSEAL_SUPERVISED'] === '1') process.stdin.once('end', stop).once('error', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: 'backup', url: `file://${folder}` })}\n`);
}

try {
  await main();
} catch (error) {
  log(60, error instanceof Error ? error.message : String(error));
  process.exit(1);
}
