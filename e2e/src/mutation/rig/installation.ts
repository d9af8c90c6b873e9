import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { rotateKeys } from '@smseal/database';
import { freePorts } from '@smseal/testkit';
import { testDatabase } from '@smseal/testkit/database';
import { openReader, type RunningProgram } from '@smseal/verify';
import type { Rig } from './rig.ts';

const DAY_MS = 86_400_000;
/** Older than any log may be. */
const OLD_DAYS = 40;

/** All that `smseal start` starts, in a folder in which there are logs of long ago. */
export const installation: Rig = async (root, lifetime) => {
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
  await running(started);
  const reader = await openReader(database.url);
  lifetime.after(() => reader.close());
  const pids = await pidsOf(started.pid ?? 0);
  const program = (name: RunningProgram['name'], peers: RunningProgram['peers']): RunningProgram => ({
    name,
    pid: pids.get(`apps/${name}/src/main.ts`) ?? 0,
    peers,
  });
  return {
    release: root,
    url: { origin: `http://localhost:${port}` },
    database: reader,
    home,
    processes: {
      programs: [
        program('server', { database: Number(new URL(database.url).port), notices: carrier }),
        program('phone', { server: port, provider: rehearsal }),
        program('gateway', { server: port }),
      ],
    },
  };
};

async function leaveOldLog(home: string): Promise<void> {
  const at = new Date(Date.now() - OLD_DAYS * DAY_MS);
  const file = path.join(home, 'logs', `server-${at.toISOString().slice(0, 10)}.log`);
  await mkdir(path.dirname(file), { mode: 0o700 });
  await writeFile(file, '');
  await utimes(file, at, at);
}

/** Resolves once everything runs. */
async function running(started: ChildProcess): Promise<void> {
  if (started.stdout === null) throw new Error('the installation has no output');
  const ended = once(started, 'exit').then(() => Promise.reject(new Error('the installation ended')));
  ended.catch(() => undefined);
  const lines = createInterface({ input: started.stdout });
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if ((JSON.parse(line) as { event: string }).event === 'running') resolve();
    });
  });
  await Promise.race([ready, ended]);
}

/** Processes below one, by the program that each runs; Linux tells of them. */
async function pidsOf(parent: number): Promise<Map<string, number>> {
  const told = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  const pids = new Map<string, number>();
  for (const pid of told.split(' ').filter(Boolean).map(Number)) {
    const [program] = /(apps|packages)\/[\w/.-]+$/.exec(
      (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').findLast(Boolean) ?? '',
    ) ?? [''];
    pids.set(program, pid);
  }
  return pids;
}
