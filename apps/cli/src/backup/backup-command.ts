import { runBackupProgram } from './backup-process.ts';

export const BACKUP_HELP = `smseal backup
smseal backup status [--json]

Makes a full copy of the database now. SMSeal does so each day by itself while it runs, keeps every change in between to the
minute, lets go of what is 13 days old, and restores the newest copy for a trial each week. Copies lie encrypted in
SMSEAL_BACKUP_FOLDER, or the folder backup in SMSEAL_HOME; put it on another disk.

  status     what the store holds, what the last trial said, and what failed

Where SMSEAL_DATABASE_URL names a PostgreSQL of yours, your own tool copies it; this then writes down what a copy must not
hold itself: do it after each of yours.
`;

/** `smseal backup`. Resolves with the exit code; the program says itself what went wrong. */
export async function backupCommand(args: string[], env = process.env): Promise<number> {
  return runBackupProgram('backup', args, env);
}
