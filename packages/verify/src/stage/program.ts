import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** One of this release's own programs, as a run starts it for itself. */
export interface ProgramPlan {
  name: string;
  /** Its file below `release`. */
  file: string;
  env: NodeJS.ProcessEnv;
}

const READY_MS = 60_000;
const STOP_MS = 5_000;
/** Whoever uses the service goes first. */
const NICE = 10;
const LOG_KEPT = 20_000;

/** A program that a run started; it ends with the run, or with the process of the run. */
export class StageProgram {
  /** What it printed for people, oldest first. */
  readonly lines: string[] = [];
  /** The end of its log. */
  readonly log: string[] = [];
  readonly #child: ChildProcess;
  #ready: Record<string, unknown> = {};

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Resolves once it can be used. @throws Error with its last words where it does not come up. */
  static async start(release: string, { name, file, env }: ProgramPlan): Promise<StageProgram> {
    const child = spawn(process.execPath, [path.join(release, file)], {
      env: { ...env, SMSEAL_SUPERVISED: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const program = new StageProgram(child);
    child.stdin.on('error', () => undefined);
    if (child.pid !== undefined) setPriority(child.pid, NICE);
    createInterface({ input: child.stderr }).on('line', (line) => {
      program.log.push(line);
      if (program.log.length > LOG_KEPT) program.log.shift();
    });
    const late = setTimeout(() => child.kill('SIGKILL'), READY_MS);
    try {
      program.#ready = await new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
          if (line.startsWith('{"ready"')) resolve(JSON.parse(line) as Record<string, unknown>);
          else program.lines.push(line);
        });
        child.once('error', reject);
        child.once('close', () => {
          reject(new Error(`this release’s ${name} did not start: ${program.log.at(-1) ?? 'no word'}`));
        });
      });
    } finally {
      clearTimeout(late);
    }
    return program;
  }

  /** What it said of itself when it was ready, such as `url`. */
  told(member: string): string {
    return String(this.#ready[member]);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Ends it in order; kills it where it does not end in time. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }
}
