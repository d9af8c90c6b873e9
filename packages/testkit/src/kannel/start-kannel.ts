import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../system/free-ports.ts';
import { writeConfiguration } from './write-configuration.ts';

const BEARERBOX = '/usr/sbin/bearerbox';
const SMSBOX = '/usr/sbin/smsbox';
const READY_MS = 30_000;
const LOOK_MS = 20;

/** Where Kannel keeps texts that were accepted: in memory, or in files that are never synced. */
export type KannelStore = 'none' | 'file' | 'spool';

export interface KannelOptions {
  /** Of a carrier on this machine that takes `foo` with `bar`. */
  smscPort: number;
  store?: KannelStore;
  /** Most texts without an answer of the carrier; 200 unless said. */
  window?: number;
  /** What it says: from 0, everything, to 4, next to nothing, which is its fastest and the usual here. */
  verbosity?: 0 | 1 | 2 | 3 | 4;
}

/** A gateway of other people: Kannel from Debian, bound to a carrier and ready for programs. */
export interface Kannel {
  /** Where `/cgi-bin/sendsms` is; it takes `username=u` and `password=p`. */
  httpPort: number;
  /** Its two processes. */
  pids: number[];
  /** What its processes have said so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Whether Debian's package `kannel` is on this machine. */
export function hasKannel(): boolean {
  return existsSync(BEARERBOX) && existsSync(SMSBOX);
}

/** Starts Kannel in a folder of its own and resolves when it is bound. Stop it, or it stays. */
export async function startKannel(options: KannelOptions): Promise<Kannel> {
  const { smscPort, store = 'none', window = 200, verbosity = 4 } = options;
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-kannel-'));
  const [adminPort = 0, boxPort = 0, httpPort = 0] = await freePorts(3);
  const file = path.join(home, 'kannel.conf');
  await mkdir(path.join(home, 'spool'));
  const logLevel = Math.min(verbosity, 3);
  await writeFile(
    file,
    writeConfiguration({ home, adminPort, boxPort, httpPort, smscPort, store, window, logLevel }),
  );
  const children: ChildProcess[] = [];
  let output = '';
  const start = (program: string): void => {
    const child = spawn(program, ['-v', String(verbosity), file], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')));
    child.on('error', (error) => (output += error.message));
    children.push(child);
  };
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await end(child);
    await rm(home, { recursive: true, force: true });
  };
  const ready = async (asks: string, is: (answer: string) => boolean): Promise<void> => {
    const late = performance.now() + READY_MS;
    for (;;) {
      const response = await fetch(asks).catch(() => null);
      if (response !== null && is(await response.text())) return;
      if (performance.now() > late || children.some(hasEnded))
        throw new Error(`Kannel is not ready:\n${output.slice(-2_000)}`);
      await sleep(LOOK_MS);
    }
  };
  try {
    start(BEARERBOX);
    const status = `http://127.0.0.1:${adminPort}/status.txt?password=bar`;
    await ready(status, (answer) => answer.includes('(online'));
    start(SMSBOX);
    await ready(`http://127.0.0.1:${httpPort}/`, () => true);
  } catch (error) {
    await stop();
    throw error;
  }
  return { httpPort, pids: children.map(({ pid }) => pid ?? 0), output: () => output, stop };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
