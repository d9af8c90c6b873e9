import { parseArgs } from 'node:util';
import { codedDatabaseError } from '../connection/database-error.ts';
import { homeDirectory } from '../embedded/home.ts';
import { usageProgram } from './usage-program.ts';

function isMisuse(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}

/** `smseal usage` as a process: the figures on standard output, and what went wrong in one sentence. */
try {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  await usageProgram({
    home: homeDirectory(),
    databaseUrl: process.env['SMSEAL_DATABASE_URL'],
    json: values.json,
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
