import { codedDatabaseError } from '../connection/database-error.ts';
import { homeDirectory } from '../embedded/home.ts';
import { BackupMisuse, backupProgram, restoreProgram } from './backup-program.ts';

const PROGRAMS: Readonly<Record<string, typeof backupProgram>> = {
  backup: backupProgram,
  restore: restoreProgram,
};

function isMisuse(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof BackupMisuse || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
}

/** `smseal backup` and `smseal restore` as a process: which of them comes first, then its arguments. */
const [name = '', ...args] = process.argv.slice(2);
try {
  process.exitCode = await PROGRAMS[name]?.(args, {
    home: homeDirectory(),
    env: process.env,
    print: (line) => process.stdout.write(`${line}\n`),
  });
} catch (error) {
  const sentence = codedDatabaseError(error)
    ? 'The database does not answer; start SMSeal first, or mend SMSEAL_DATABASE_URL.'
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`smseal: ${sentence}\n`);
  process.exitCode = isMisuse(error) ? 2 : 1;
}
