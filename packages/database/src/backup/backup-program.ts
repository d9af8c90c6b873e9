import path from 'node:path';
import { parseArgs } from 'node:util';
import { COPY_MS } from '@smseal/policy';
import { runningUrl } from '../embedded/running-url.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openKeyring } from '../keys/open-keyring.ts';
import { ProgramMisuse } from '../program/run-program.ts';
import { takeCopy } from './copy/take-copy.ts';
import { BackupError } from './backup-error.ts';
import { exportForOwnCopy } from './external/export-for-own-copy.ts';
import { restoreOwnCopy } from './external/restore-own-copy.ts';
import { restore } from './restore/restore.ts';
import { readBackupSettings } from './settings.ts';
import { statusLines } from './status/status-lines.ts';
import { readStatus } from './status/backup-status.ts';

/** `smseal backup` or `smseal restore` was called wrongly. */
export class BackupMisuse extends ProgramMisuse {
  override readonly name = 'BackupMisuse';
}

/** What the programs are given from outside. */
export interface BackupSurroundings {
  home: string;
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
  now?: () => number;
}

const DAY_MS = 86_400_000;

/** Does what `smseal backup` was asked for. @returns the exit code. @throws Error with one sentence. */
export async function backupProgram(args: readonly string[], around: BackupSurroundings): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [action = 'now'] = positionals;
  if (positionals.length > 1 || !['now', 'status'].includes(action))
    throw new BackupMisuse(
      `“smseal backup ${positionals.join(' ')}” is no command; “smseal help backup” shows them.`,
    );
  const { home, env, print, now = Date.now } = around;
  const { folder } = readBackupSettings(env, home);
  const databaseUrl = env['SMSEAL_DATABASE_URL'];
  if (action === 'status') {
    const status = await readStatus(home);
    if (values.json) print(JSON.stringify(status));
    else
      for (const line of await statusLines({ status, folder, isOwn: Boolean(databaseUrl), now: now() }))
        print(line);
    return 0;
  }
  const keyring = keyringOf(around, home);
  if (databaseUrl) {
    const { rows, entries } = await exportForOwnCopy({ databaseUrl, keyring, folder, now: now() });
    print(
      'SMSEAL_DATABASE_URL names a PostgreSQL of yours, which your own tool copies; this makes no copy of it.',
    );
    print(
      `The key table (${rows} rows) is in the keyring ${keyring.where}, the journal of erasures (${entries === 1 ? 'one file' : `${entries} files`}) in ${folder}.`,
    );
    print(`Do this after each copy, and keep copies and their log for ${COPY_MS / DAY_MS} days at most.`);
    return 0;
  }
  const base = path.join(home, 'postgres');
  const made = await takeCopy({ databaseUrl: await runningUrl(home), base, folder, keyring, now });
  print(`The copy ${made.id} is in ${folder}: ${made.files} files, ${Math.ceil(made.octets / 1e6)} MB.`);
  if (made.damaged > 0)
    throw new BackupError(
      `${made.damaged} pages of the database are damaged; see to its disk, and restore from an older copy.`,
    );
  return 0;
}

const RESTORE_OPTIONS = {
  at: { type: 'string' },
  from: { type: 'string' },
  home: { type: 'string' },
  into: { type: 'string' },
} as const;

/** Does what `smseal restore` was asked for. @returns the exit code. @throws Error with one sentence. */
export async function restoreProgram(args: readonly string[], around: BackupSurroundings): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: RESTORE_OPTIONS });
  const { env, print, now = Date.now } = around;
  const home = values.home ? path.resolve(values.home) : around.home;
  const keyring = keyringOf(around, home);
  const from = values.from ? path.resolve(values.from) : readBackupSettings(env, home).folder;
  const databaseUrl = env['SMSEAL_DATABASE_URL'];
  if (databaseUrl) {
    if (values.at || values.into)
      throw new BackupMisuse(
        'SMSEAL_DATABASE_URL names a PostgreSQL of yours; restore it with your own tool first, and call this without --at and --into.',
      );
    const done = await restoreOwnCopy({ databaseUrl, keyring, folder: from, now: now() });
    print(`The key table of ${done.keysAt} is in the database, and ${replayed(done.replayed)}.`);
    print('It may be served now: start SMSeal.');
    return 0;
  }
  const target = values.into ? path.resolve(values.into) : home;
  const done = await restore({
    from,
    home: target,
    keyring,
    until: values.at ? timeOf(values.at) : null,
    now,
    onStep: print,
  });
  print(`The key table of ${done.keysAt} is in the database, and ${replayed(done.replayed)}.`);
  if (!done.checksums)
    print('The database is from before checksums: PostgreSQL does not notice by itself what a disk alters.');
  print(`${target} can be started: ${startOf(target, { around, keyring, home })}`);
  return 0;
}

function replayed(count: number): string {
  if (count === 0) return 'nothing was erased since';
  return `what ${count === 1 ? 'an erasure' : `${count} erasures`} since had erased was erased again`;
}

function startOf(
  target: string,
  { around, keyring, home }: { around: BackupSurroundings; keyring: Keyring; home: string },
): string {
  const variables = [
    ...(target === around.home ? [] : [`SMSEAL_HOME=${target}`]),
    ...(target === home || around.env['SMSEAL_KEYRING'] ? [] : [`SMSEAL_KEYRING=file:${keyring.where}`]),
  ];
  return [...variables, 'smseal start'].join(' ');
}

function keyringOf({ env }: BackupSurroundings, home: string): Keyring {
  return openKeyring(env['SMSEAL_KEYRING'], home);
}

function timeOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isNaN(at))
    throw new BackupMisuse(`--at is ${text}; name a time with its zone, such as 2026-11-26T12:30:00Z.`);
  return at;
}
