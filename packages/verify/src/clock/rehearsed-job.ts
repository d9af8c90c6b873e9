import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = 'packages/database/src/retention/rehearsal/main.ts';
/** Whoever uses the service goes first. */
const NICE = 10;

/** A retention job on a database of its own, run when it is told that it is a certain time. */
export interface RehearsedJob {
  /** The database; whoever asks may do with it as they like. */
  url: string;
  /** Runs the job as if it were `now`, ms since 1970. */
  runAt(now: number): Promise<void>;
  /** Ends it and throws its database away. */
  end(): Promise<void>;
}

/** Starts this release's own job. @throws Error with its last words where it does not start. */
export async function startRehearsedJob(release: string): Promise<RehearsedJob> {
  const child = spawn(process.execPath, [path.join(release, PROGRAM)], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  let words = '';
  child.stderr.on('data', (said: Buffer) => (words = `${words}${said.toString()}`.slice(-500)));
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`this release’s retention job ended: ${words.trim() || 'no word'}`);
    return JSON.parse(value) as Record<string, unknown>;
  };
  const { url } = await next();
  return {
    url: String(url),
    async runAt(now) {
      child.stdin.write(`${now}\n`);
      await next();
    },
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}
