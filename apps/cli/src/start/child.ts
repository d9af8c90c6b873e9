import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sentenceOf } from '../program/last-words.ts';
import type { LogFile } from './log-file.ts';

/** How to run one process, and what it tells. */
export interface ChildPlan {
  name: string;
  /** Program file for this Node. */
  file: string;
  env: NodeJS.ProcessEnv;
  log: LogFile;
  /** How long it may take until its ready line, ms. */
  readyMs: number;
  /** How long it may take to end after SIGTERM, ms. */
  stopMs: number;
}

/** The first line that a process prints once it can be used. */
export interface ReadyLine {
  ready: string;
  url: string;
  [member: string]: unknown;
}

export interface ChildListener {
  /** A line for people. */
  onLine(name: string, line: string): void;
  /** It came back after it had ended by itself. */
  onRestarted(name: string): void;
  /** It ended by itself and is started again in `waitMs`. */
  onEnded(name: string, how: { reason: string; waitMs: number }): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A process that lived as long as this is taken for healthy again. */
const HEALTHY_MS = 60_000;

/** Short-lived octets are collected early instead of growing the young generation: a third less memory under load. */
const NODE_FLAGS = ['--max-semi-space-size=4'];

/** A process that is started again when it ends by itself, later each time. */
export class Child {
  readonly plan: ChildPlan;
  readonly #listener: ChildListener;
  #process: ChildProcess | null = null;
  #stopping = false;
  #waitMs = FIRST_WAIT_MS;
  #timer: NodeJS.Timeout | null = null;
  #lastWords = '';

  constructor(plan: ChildPlan, listener: ChildListener) {
    this.plan = plan;
    this.#listener = listener;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it and resolves with its ready line. Throws an Error with its own last words when it does not come up. */
  start(): Promise<ReadyLine> {
    return this.#run();
  }

  /** Ends it for good; kills it when it does not end in time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), this.plan.stopMs);
    await ended;
    clearTimeout(late);
  }

  /** Ends it at once, without asking. */
  kill(): void {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#process?.kill('SIGKILL');
  }

  #run(): Promise<ReadyLine> {
    const { name, file, env, readyMs, log } = this.plan;
    const child = spawn(process.execPath, [...NODE_FLAGS, file], {
      env: { ...env, SMSEAL_SUPERVISED: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in the terminal reaches the supervisor, which ends the others in order.
      detached: process.platform !== 'win32',
    });
    this.#process = child;
    this.#lastWords = '';
    const startedAt = Date.now();
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#lastWords = sentenceOf(line) ?? this.#lastWords;
      log.write(`${line}\n`);
    });
    return new Promise((resolve, reject) => {
      let isReady = false;
      const late = setTimeout(() => {
        this.#lastWords = `it was not ready after ${Math.round(readyMs / 1000)} s`;
        child.kill('SIGKILL');
      }, readyMs);
      createInterface({ input: child.stdout }).on('line', (line) => {
        const ready = isReady ? null : readyLineOf(line);
        if (ready === null) {
          this.#listener.onLine(name, line);
          return;
        }
        isReady = true;
        clearTimeout(late);
        resolve(ready);
      });
      child.once('error', (error) => (this.#lastWords = error.message));
      child.once('close', (code, signal) => {
        clearTimeout(late);
        const reason = this.#lastWords || (signal === null ? `exit code ${code}` : `signal ${signal}`);
        if (this.#stopping || !isReady) {
          reject(new Error(`The ${name} did not start: ${reason}`));
          return;
        }
        this.#comeBack(reason, Date.now() - startedAt);
      });
    });
  }

  #comeBack(reason: string, livedMs: number): void {
    if (livedMs > HEALTHY_MS) this.#waitMs = FIRST_WAIT_MS;
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
    this.#listener.onEnded(this.plan.name, { reason, waitMs });
    this.#timer = setTimeout(() => {
      this.#run().then(
        () => this.#listener.onRestarted(this.plan.name),
        (error: unknown) => {
          if (!this.#stopping) this.#comeBack(error instanceof Error ? error.message : String(error), 0);
        },
      );
    }, waitMs);
  }
}

function readyLineOf(line: string): ReadyLine | null {
  if (!line.startsWith('{"ready"')) return null;
  try {
    return JSON.parse(line) as ReadyLine;
  } catch {
    return null;
  }
}
