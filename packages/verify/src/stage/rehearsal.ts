import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Whoever uses the service goes first. */
const NICE = 10;

/** A program of a release that plays something through, on a database that it throws away. */
export interface Rehearsal {
  /** Resolves with the next line that it says, one JSON object. @throws Error with its last words where it has ended. */
  next(): Promise<Record<string, unknown>>;
  say(line: string): void;
  /** Ends it and waits until nothing of it is left. */
  end(): Promise<void>;
}

/** Starts a program of a release, whose path in it is `program`. */
export function startRehearsal(release: string, program: string): Rehearsal {
  const child = spawn(process.execPath, [path.join(release, program)], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  let words = '';
  child.stderr.on('data', (said: Buffer) => (words = `${words}${said.toString()}`.slice(-500)));
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next() {
      const { done, value } = await lines.next();
      if (done) throw new Error(`this release’s ${program} ended: ${words.trim() || 'no word'}`);
      return JSON.parse(value) as Record<string, unknown>;
    },
    say: (line) => child.stdin.write(`${line}\n`),
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}
