import { homeDirectory } from '../embedded/home.ts';
import { runProgram } from '../program/run-program.ts';
import { keysProgram } from './keys-program.ts';

/** `smseal keys` as a process: says what it did on standard output, and what went wrong in one sentence. */
await runProgram(() =>
  keysProgram(process.argv.slice(2), {
    home: homeDirectory(),
    databaseUrl: process.env['SMSEAL_DATABASE_URL'],
    keyring: process.env['SMSEAL_KEYRING'],
    print: (line) => process.stdout.write(`${line}\n`),
  }),
);
