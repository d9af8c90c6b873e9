import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { sentenceOf } from './last-words.ts';

/** Which program, and what it is told. */
export interface ProgramPlan {
  /** As its ready line names it. */
  name: string;
  file: string;
  env: NodeJS.ProcessEnv;
  /** A line for people. */
  onLine?: (line: string) => void;
  /** Something that it says to programs once it can be used. */
  onSaid?: (said: unknown) => void;
}

/** A program of SMSeal as a child process of the command line. `Ready` is what it says once it can be used. */
export class ProgramProcess<Ready> {
  readonly #child: ChildProcess;
  #lastWords = '';
  #asked = false;
  /** Rejects with its own last words when it does not come up. */
  readonly ready: Promise<Ready>;
  /** Rejects when it ended without being asked. */
  readonly ended: Promise<void>;

  constructor({ name, file, env, onLine, onSaid }: ProgramPlan) {
    const child = spawn(process.execPath, [file], {
      env: { ...env, SMSEAL_SUPERVISED: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches the command line, which ends it in order.
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.#lastWords = sentenceOf(line) ?? this.#lastWords;
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (this.#asked) resolve();
        else reject(new Error(this.#lastWords || `The ${name} ended: ${signal ?? `exit code ${code}`}.`));
      });
    });
    this.ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (!line.startsWith('{')) return onLine?.(line);
        const said = JSON.parse(line) as { ready?: string };
        const { ready, ...where } = said;
        if (ready === name) resolve(where as Ready);
        else onSaid?.(said);
      });
      this.ended.then(() => reject(new Error(`The ${name} was ended.`)), reject);
    });
  }

  stop(): void {
    this.#asked = true;
    this.#child.kill('SIGTERM');
  }
}
