#!/usr/bin/env -S node --max-semi-space-size=4
// A small nursery: octets of pictures that are done with go at once, so that an import needs half the memory.
import { readFileSync } from 'node:fs';
import { COMMANDS } from './command/commands.ts';
import { runCommand } from './command/run-command.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runCommand(process.argv.slice(2), {
  commands: COMMANDS,
  version: manifest.version,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (sentence) => process.stderr.write(`smseal: ${sentence}\n`),
});
