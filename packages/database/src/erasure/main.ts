import { codedDatabaseError } from '../connection/database-error.ts';
import { homeDirectory } from '../embedded/home.ts';
import { ErasuresMisuse, erasuresProgram } from './erasures-program.ts';

function isMisuse(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof ErasuresMisuse || (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS'));
}

/** `smseal erasures` as a process: says what it did on standard output, and what went wrong in one sentence. */
try {
  process.exitCode = await erasuresProgram(process.argv.slice(2), {
    home: homeDirectory(),
    databaseUrl: process.env['SMSEAL_DATABASE_URL'],
    keyring: process.env['SMSEAL_KEYRING'],
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
