import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProgramPlan {
  name: string;
  /** Program file for this Node, absolute. */
  file: string;
  env: NodeJS.ProcessEnv;
}

const READY_MS = 90_000;
const STOP_MS = 8_000;
const LOG_KEPT = 50_000;

/** One process of a system under test. */
export class Program {
  readonly plan: ProgramPlan;
  /** What it printed for people. */
  readonly lines: string[] = [];
  /** The last lines of its log. */
  readonly log: string[] = [];
  url = '';
  #child: ChildProcess | null = null;

  constructor(plan: ProgramPlan) {
    this.plan = plan;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves with its ready line once it can be used; throws an Error with the end of its log when it cannot. */
  start(): Promise<Record<string, unknown>> {
    const { file, env, name } = this.plan;
    const child = spawn(process.execPath, [file], {
      env: { ...env, SMSEAL_SUPERVISED: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.log.push(line);
      if (this.log.length > LOG_KEPT) this.log.shift();
    });
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => child.kill('SIGKILL'), READY_MS);
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('{"ready"')) {
          this.lines.push(line);
          return;
        }
        clearTimeout(late);
        const ready = JSON.parse(line) as Record<string, unknown>;
        this.url = String(ready['url']);
        resolve(ready);
      });
      child.once('close', (code, signal) => {
        clearTimeout(late);
        reject(
          new Error(
            `${name} ended (${signal ?? code}) before it was ready:\n${this.log.slice(-12).join('\n')}`,
          ),
        );
      });
    });
  }

  /** Sends a signal and resolves once the process has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }
}
