import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { StageProgram } from '../stage/program.ts';
import { inNamespace, whyNoNamespace } from './namespace.ts';
import { openRelay } from './relay.ts';
import type { RehearsedDay } from './rehearsed-day.ts';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));
const DATABASE = 'packages/database/src/embedded/main.ts';
const PATIENCE_MS = 120_000;
/** Whoever uses the service goes first. */
const NICE = 10;

/**
 * Plays a day of a service of this release in a network that has nobody else in it. Where this machine allows no such network,
 * it is played in the machine's own one, which the day says.
 * @throws Error with one sentence where it cannot be played.
 */
export async function rehearseDay(release: string): Promise<RehearsedDay> {
  if (process.platform !== 'linux') throw new Error('only Linux tells whom a program reaches for');
  const whyNotApart = await whyNoNamespace();
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-day-'));
  // Nothing of a service that runs here may find its way into the one that is played.
  const usual = Object.entries(process.env).filter(([name]) => !name.startsWith('SMSEAL_'));
  const env = { ...Object.fromEntries(usual), SMSEAL_HOME: home };
  try {
    const database = await StageProgram.start(release, { name: 'database', file: DATABASE, env });
    const url = database.told('url');
    const socket = path.join(home, 'database.sock');
    const relay = await openRelay({ path: socket }, { host: '127.0.0.1', port: Number(new URL(url).port) });
    try {
      const way = whyNotApart === null ? 'packets' : 'sockets';
      const command = [process.execPath, PROGRAM, release, socket, way];
      const day = await play(whyNotApart === null ? inNamespace(command) : command, {
        ...env,
        SMSEAL_DATABASE_URL: url,
      });
      return { ...day, release, whyNotApart };
    } finally {
      relay.close();
      await database.end();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

type PlayedDay = Omit<RehearsedDay, 'release' | 'whyNotApart'>;

async function play(command: readonly string[], env: NodeJS.ProcessEnv): Promise<PlayedDay> {
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  try {
    const [said, words, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    if (code === 0) return JSON.parse(said) as PlayedDay;
    const sentence = /^\w*Error: (.*)$/m.exec(words)?.[1] ?? words.trim().split('\n').at(-1);
    throw new Error(`the day could not be played: ${sentence || code}`);
  } finally {
    clearTimeout(late);
  }
}
