import { homeDirectory } from '../embedded/home.ts';
import { runProgram } from '../program/run-program.ts';
import { backupProgram, restoreProgram } from './backup-program.ts';

const PROGRAMS: Readonly<Record<string, typeof backupProgram>> = {
  backup: backupProgram,
  restore: restoreProgram,
};

/** `smseal backup` and `smseal restore` as a process: which of them comes first, then its arguments. */
const [name = '', ...args] = process.argv.slice(2);
await runProgram(
  async () =>
    await PROGRAMS[name]?.(args, {
      home: homeDirectory(),
      env: process.env,
      print: (line) => process.stdout.write(`${line}\n`),
    }),
);
