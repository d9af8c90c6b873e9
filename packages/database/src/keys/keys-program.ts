import { parseArgs } from 'node:util';
import { openDatabase, type Database } from '../connection/database.ts';
import { runningUrl } from '../embedded/running-url.ts';
import { ProgramMisuse } from '../program/run-program.ts';
import { drillEscrow } from './drill.ts';
import { beginEscrow, readPlan, writeEscrow } from './escrow.ts';
import { keyStatus } from './key-status.ts';
import type { Keyring } from './keyring.ts';
import { openKeyring } from './open-keyring.ts';
import { recoverKeyring } from './recover.ts';
import { restoreKeyTable } from './restore-key-table.ts';
import { rotateKeys, type RotationStep } from './rotate.ts';
import { startKeys } from './start-keys.ts';

/** `smseal keys` was called wrongly. */
export class KeysMisuse extends ProgramMisuse {
  override readonly name = 'KeysMisuse';
}

/** What the program is given from outside. */
export interface KeysSurroundings {
  home: string;
  /** `SMSEAL_DATABASE_URL`; without one the embedded PostgreSQL of `home`. */
  databaseUrl: string | undefined;
  /** `SMSEAL_KEYRING`. */
  keyring: string | undefined;
  print: (line: string) => void;
  now?: () => number;
}

interface Given {
  database: Database;
  databaseUrl: string;
  keyring: Keyring;
  options: Options;
  print: (line: string) => void;
  now: number;
}

const OPTIONS = {
  to: { type: 'string' },
  from: { type: 'string' },
  kit: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
type Options = { to?: string; from?: string; kit?: string; json: boolean };

const STEPS: Readonly<Record<RotationStep, string>> = {
  announced: 'A new day’s key is announced.',
  made: 'It is in the keyring.',
  current: 'What is new is wrapped under it.',
  wrapped: 'Everything is wrapped under it.',
  verified: 'Every account’s key was seen to open.',
  exported: 'The key table is beside the keyring.',
  destroyed: 'The key before it is destroyed.',
  forgotten: 'Older copies of the database open with no key that is left.',
};

const ACTIONS: Readonly<Record<string, (given: Given) => Promise<void>>> = {
  async status({ database, keyring, options, print }) {
    const status = await keyStatus(database, keyring);
    if (options.json) return print(JSON.stringify(status));
    print(`keyring      ${status.keyring}`);
    print(`day’s key    ${status.day ?? 'none yet'}${status.isHeld ? '' : ', which the keyring lacks'}`);
    print(
      `to destroy   ${status.retiring === 0 ? 'nothing' : `${status.retiring}: run “smseal keys rotate”`}`,
    );
    print(`accounts     ${status.accounts}, with ${status.dataKeys} keys for their data`);
    print(`key table    ${status.exported === null ? 'not exported yet' : `exported at ${status.exported}`}`);
    print(`escrow       ${status.escrow ?? 'none: run “smseal keys escrow”'}`);
    print(`encrypted    ${status.isWhole ? 'everything' : 'not everything yet; the server goes on with it'}`);
  },
  async rotate({ database, keyring, now, print }) {
    await startKeys(database, keyring, now);
    const onStep = (step: RotationStep): void => print(STEPS[step]);
    await rotateKeys({ database, keyring, now, force: true, onStep });
    await writeEscrow(keyring, now);
  },
  async escrow({ keyring, options, now, print }) {
    const { file, kit } = {
      file: required(options.to, '--to FILE'),
      kit: required(options.kit, '--kit FILE'),
    };
    await beginEscrow(keyring, { file, kit, now });
    print(`The escrow is ${file}, and the server writes it over when a key changes.`);
    print(`Its kit is ${kit}. Take it away from this machine, and try it with “smseal keys drill”.`);
  },
  async drill({ databaseUrl, keyring, options, print }) {
    const file = options.from ?? (await readPlan(keyring))?.file;
    const kit = required(options.kit, '--kit FILE');
    const done = await drillEscrow({ databaseUrl, file: required(file, '--from FILE'), kit });
    print(
      `The escrow of ${done.at} opens the keys of ${done.accounts} accounts, and ${done.rows} rows that were tried.`,
    );
  },
  async recover({ database, keyring, options, now, print }) {
    const [file, kit] = [required(options.from, '--from FILE'), required(options.kit, '--kit FILE')];
    const at = await recoverKeyring(keyring, { file, kit });
    await startKeys(database, keyring, now);
    print(`The keyring ${keyring.where} has the keys of ${at}, and the database opens with them.`);
  },
  async restore({ database, keyring, now, print }) {
    const { at, accounts, closed } = await restoreKeyTable({ database, keyring });
    await startKeys(database, keyring, now);
    print(
      `The key table of ${at} is in the database: ${accounts} accounts open, and ${closed} erased ones stay closed.`,
    );
  },
};

/** Does what `smseal keys` was asked for. @returns the exit code. @throws Error with one sentence. */
export async function keysProgram(args: readonly string[], around: KeysSurroundings): Promise<number> {
  const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [name = 'status'] = positionals;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action || positionals.length > 1)
    throw new KeysMisuse(
      `“smseal keys ${positionals.join(' ')}” is no command; “smseal help keys” shows them.`,
    );
  const keyring = openKeyring(around.keyring, around.home);
  const databaseUrl = around.databaseUrl || (await runningUrl(around.home));
  const database = openDatabase(databaseUrl, { connections: 3, keyring });
  try {
    const now = (around.now ?? Date.now)();
    await action({ database, databaseUrl, keyring, options: values, print: around.print, now });
    return 0;
  } finally {
    database.keys.close();
    await database.destroy();
  }
}

function required(value: string | undefined, option: string): string {
  if (value) return value;
  throw new KeysMisuse(`${option} is missing; “smseal help keys” shows what it names.`);
}
