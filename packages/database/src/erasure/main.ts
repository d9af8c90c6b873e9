import { homeDirectory } from '../embedded/home.ts';
import { runProgram } from '../program/run-program.ts';
import { erasuresProgram } from './erasures-program.ts';

/** `smseal erasures` as a process: says what it did on standard output, and what went wrong in one sentence. */
await runProgram(() =>
  erasuresProgram(process.argv.slice(2), {
    home: homeDirectory(),
    databaseUrl: process.env['SMSEAL_DATABASE_URL'],
    keyring: process.env['SMSEAL_KEYRING'],
    print: (line) => process.stdout.write(`${line}\n`),
  }),
);
