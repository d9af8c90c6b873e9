/** A copy of this checkout, broken or not, and what the probes of the copy say of it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ProbeFamily } from '@smseal/inventory';
import { applyEdits, copyCheckout, type Edit, type RigName } from '@smseal/testkit/mutation';
import type { ProbeResult } from '@smseal/verify';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** A copy that is not done by then hangs. */
const PATIENCE_MS = 180_000;

export interface Copy {
  rig: RigName;
  /** Families of the probes that are wanted. */
  families: readonly ProbeFamily[];
  edits: readonly Edit[];
  /** The PostgreSQL in which the copy makes its database. */
  postgres: string;
  /** Ends it at once. */
  signal?: AbortSignal;
}

/** What came of a copy. `trouble`: why its probes could not even be asked. */
export interface Tried {
  results: readonly ProbeResult[];
  trouble: string | null;
  seconds: number;
}

/** Makes the copy, builds of it what its edits concern, lets its own probes try it, and removes it. */
export async function tryCopy(copy: Copy): Promise<Tried> {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'smseal-mutation-'));
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    copyCheckout(ROOT, folder);
    applyEdits(folder, copy.edits);
    for (const build of buildsOf(copy)) rebuild(folder, build);
    return { results: await askProbes(folder, copy), trouble: null, seconds: seconds() };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { results: [], trouble, seconds: seconds() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What goes into the app that browsers load, where one is. */
const OF_APP = /^(apps\/web|packages\/(client|seal|protocol|inventory|policy|sms))\//;

/** Which of the two builds a rig shows that the edits change. */
function buildsOf({ rig, edits }: Copy): string[] {
  if (rig === 'release') return [];
  const touches = (pattern: RegExp): boolean => edits.some(({ file }) => pattern.test(file));
  return [
    ...(touches(/^(apps\/site|packages\/inventory)\//) ? ['site'] : []),
    ...(touches(rig === 'keeper' ? OF_APP : /^apps\/web\//) ? ['web'] : []),
  ];
}

function rebuild(folder: string, build: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/src/build.ts', build], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the ${build} does not build: ${stderr.trim()}`);
}

async function askProbes(folder: string, { rig, families, postgres, signal }: Copy): Promise<ProbeResult[]> {
  const child = spawn(process.execPath, ['e2e/src/mutation/try-probes.ts', rig, ...families], {
    cwd: folder,
    env: { ...process.env, SMSEAL_TEST_DATABASE_URL: postgres },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Of a group of its own, which ends as a whole.
    detached: true,
  });
  const end = (): unknown => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  const late = setTimeout(end, PATIENCE_MS);
  signal?.addEventListener('abort', end);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [said, complaint, code] = await Promise.all([readAll(child.stdout), readAll(child.stderr), closed]);
  clearTimeout(late);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(lastWords(complaint) || `it ended with ${code}`);
  return JSON.parse(said) as ProbeResult[];
}

/** The sentence of an error, without where it arose. */
function lastWords(complaint: string): string {
  const lines = complaint.split('\n').filter((line) => /error|"msg"/i.test(line) && !/^\s+at /.test(line));
  return (lines.at(-1) ?? complaint).trim().slice(0, 300);
}
