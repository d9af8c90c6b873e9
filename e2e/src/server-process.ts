/** The server as users have it: its own process, reached through its public doors only. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestDatabase } from '@smseal/testkit';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ServerProcess {
  url: string;
  /** Its log so far. */
  log: string[];
  pid: number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ServerOptions {
  database: Pick<TestDatabase, 'url' | 'keyring'>;
  noticeUrl: string;
}

/** Starts apps/server on a free port with a home of its own. */
export async function startServer(
  lifetime: { after(finish: () => Promise<void>): void },
  { database, noticeUrl }: ServerOptions,
): Promise<ServerProcess> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-server-'));
  const child = spawn(process.execPath, ['apps/server/src/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      SMSEAL_HOME: home,
      SMSEAL_PORT: '0',
      SMSEAL_HOST: '127.0.0.1',
      SMSEAL_ORIGIN: 'http://localhost:7070',
      SMSEAL_DATABASE_URL: database.url,
      SMSEAL_KEYRING: `file:${database.keyring.where}`,
      SMSEAL_NOTICE_URL: noticeUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => end(child, signal);
  lifetime.after(async () => {
    await stop();
    await rm(home, { recursive: true, force: true });
  });
  return { url: await readyUrl(child, log), log, pid: child.pid ?? 0, stop };
}

async function readyUrl(child: ChildProcess, log: readonly string[]): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) return url;
  }
  throw new Error(`the server did not start:\n${log.join('\n')}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
