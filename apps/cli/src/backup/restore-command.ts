import { runBackupProgram } from './backup-process.ts';

export const RESTORE_HELP = `smseal restore [--at TIME] [--from FOLDER] [--home FOLDER] [--into FOLDER]

Makes the database of a home from its backups: the newest copy and every change after it, then the newest keys, then every
erasure since is done again. Only then can it be started. It never writes over a database.

  --at     as it was at this time, such as 2026-11-26T12:30:00Z, in place of the newest state
  --from   folder of the backups; else SMSEAL_BACKUP_FOLDER, or the folder backup in the home
  --home   the home, with its keyring; else SMSEAL_HOME
  --into   another, empty home that gets the database, opened by the same keyring

Where SMSEAL_DATABASE_URL names a PostgreSQL of yours, restore it with your own tool first; this then puts the keys in and does
the erasures again.
`;

/** `smseal restore`. Resolves with the exit code; the program says itself what went wrong. */
export async function restoreCommand(args: string[], env = process.env): Promise<number> {
  return runBackupProgram('restore', args, env);
}
