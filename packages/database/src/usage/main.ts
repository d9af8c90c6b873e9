import { parseArgs } from 'node:util';
import { homeDirectory } from '../embedded/home.ts';
import { runProgram } from '../program/run-program.ts';
import { usageProgram } from './usage-program.ts';

/** `smseal usage` as a process: the figures on standard output, and what went wrong in one sentence. */
await runProgram(() => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  return usageProgram({
    home: homeDirectory(),
    databaseUrl: process.env['SMSEAL_DATABASE_URL'],
    json: values.json,
    print: (line) => process.stdout.write(`${line}\n`),
  });
});
