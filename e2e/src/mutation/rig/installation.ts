import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { rotateKeys } from '@smseal/database';
import { freePorts } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { openReader, programsOf, readRunning, Stores, StoreSearch, ThrowawayAccount } from '@smseal/verify';
import { until } from '../../until.ts';
import type { Rig } from './rig.ts';

const DAY_MS = 86_400_000;
/** Older than any log may be. */
const OLD_DAYS = 40;
const EMAIL = 'throwaway@mail.example';
const MOBILE = '+447700900555';

/** All that `smseal start` starts, in a folder in which there are logs of long ago; and a throw-away account. */
export const installation: Rig = async (root, lifetime) => {
  const since = Date.now();
  const database = await testDatabase(lifetime);
  await rotateKeys({ ...database, now: Date.now() });
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-mutation-home-'));
  lifetime.after(() => rm(home, { recursive: true, force: true }));
  await leaveOldLog(home);
  const [port = 0, carrier = 0, rehearsal = 0, gateway = 0] = await freePorts(4);
  const started = spawn(process.execPath, [path.join(root, 'apps/cli/src/main.ts'), 'start', '--json'], {
    env: {
      ...process.env,
      SMSEAL_HOME: home,
      SMSEAL_PORT: String(port),
      SMSEAL_CARRIER_PORT: String(carrier),
      SMSEAL_REHEARSAL_PORT: String(rehearsal),
      SMSEAL_GATEWAY_PORT: String(gateway),
      SMSEAL_DATABASE_URL: database.url,
      SMSEAL_KEYRING: `file:${database.keyring.where}`,
      // As it was built; a start builds what is stale.
      SMSEAL_WEB_ROOT: path.join(root, 'apps/web/dist'),
      SMSEAL_REHEARSAL_COUNTS: 'messages:50,contacts:5,calls:5',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  lifetime.after(async () => {
    if (started.exitCode !== null) return;
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  });
  const lines = await running(started);
  const reader = await openReader(database.url);
  lifetime.after(() => reader.close());
  const site = { origin: `http://localhost:${port}` };
  const code = (): Promise<string> => until('a code', () => codeIn(lines));
  const account = await ThrowawayAccount.signUp(site, { email: EMAIL, mobile: MOBILE, code });
  const told = await readRunning(home);
  if (told === null) throw new Error('the installation does not say what runs');
  return {
    release: root,
    url: site,
    account,
    stores: new Stores(account, new StoreSearch({ site, database: reader, home, since })),
    database: reader,
    home,
    processes: programsOf(told),
  };
};

async function leaveOldLog(home: string): Promise<void> {
  const at = new Date(Date.now() - OLD_DAYS * DAY_MS);
  const file = path.join(home, 'logs', `server-${at.toISOString().slice(0, 10)}.log`);
  await mkdir(path.dirname(file), { mode: 0o700 });
  await writeFile(file, '');
  await utimes(file, at, at);
}

/** Resolves once everything runs, with what the programs tell people, which goes on to grow. */
async function running(started: ChildProcess): Promise<readonly string[]> {
  if (started.stdout === null) throw new Error('the installation has no output');
  const ended = once(started, 'exit').then(() => Promise.reject(new Error('the installation ended')));
  ended.catch(() => undefined);
  const lines = createInterface({ input: started.stdout });
  const told: string[] = [];
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (text) => {
      const { event, line } = JSON.parse(text) as { event: string; line?: string };
      if (line !== undefined) told.push(line);
      if (event === 'running') resolve();
    });
  });
  await Promise.race([ready, ended]);
  return told;
}

/** The code that was texted to the throw-away account's number. */
function codeIn(lines: readonly string[]): string | undefined {
  const text = lines.findLast((line) => line.startsWith(`Text to ${MOBILE}:`)) ?? '';
  return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
}
