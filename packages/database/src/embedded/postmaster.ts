import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UnprivilegedUser } from './unprivileged-user.ts';

const READY_MS = 60_000;
/** A killed postmaster's children take a moment to notice; until then its shared memory is in use. */
const START_TRIES = 20;
const LEFT_BEHIND = /shared memory block|lock file|bind IPv4/;

/** PostgreSQL gets a clean environment: no PG* variable of ours may redirect it. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs one of PostgreSQL's programs to its end. @throws Error with what it complained of. */
export async function runProgram(
  program: string,
  args: string[],
  user: UnprivilegedUser | null,
): Promise<void> {
  const child = spawn(program, args, {
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${path.basename(program)} failed: ${complaint.trim()}`);
}

/** Which PostgreSQL to run, and how. */
export interface PostmasterRun {
  binary: string;
  /** The cluster. */
  data: string;
  settings: Readonly<Record<string, string>>;
  user: UnprivilegedUser | null;
  /** Gets each line of PostgreSQL's own log. */
  onLog: (line: string) => void;
  /** How long it may take until it takes connections, ms; recovery from a backup takes longer. */
  readyMs?: number;
  /** Ends it at once, whenever that is. */
  signal?: AbortSignal | undefined;
}

/** Starts PostgreSQL and waits until it takes connections. @throws Error with its own last word. */
export async function startPostmaster(options: PostmasterRun): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt++) {
    let lastFatal = '';
    const child = spawn(
      options.binary,
      ['-D', options.data, ...Object.entries(options.settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      {
        cwd: '/',
        env: ENVIRONMENT,
        // A group of its own: Ctrl-C in the terminal reaches us, and we stop PostgreSQL in order.
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
      },
    );
    options.signal?.addEventListener('abort', () => child.kill('SIGQUIT'), { once: true });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('FATAL:')) lastFatal = line.slice(line.indexOf('FATAL:') + 6).trim();
      options.onLog(line);
    });
    if (await becomesReady(child, options)) return child;
    if (attempt === START_TRIES || !LEFT_BEHIND.test(lastFatal))
      throw new Error(`PostgreSQL does not start: ${lastFatal || 'it said nothing'}`);
    await sleep(500);
  }
}

/** Line 8 of postmaster.pid says `ready` once connections are accepted (what `pg_ctl -w` reads, too). */
async function becomesReady(
  child: ChildProcess,
  { data, readyMs = READY_MS }: PostmasterRun,
): Promise<boolean> {
  const over = new AbortController();
  child.once('error', () => over.abort());
  child.once('exit', () => over.abort());
  for (let waited = 0; waited < readyMs && !over.signal.aborted; waited += 50) {
    const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(50);
  }
  if (!over.signal.aborted) child.kill('SIGQUIT');
  return false;
}
