import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { listLinks, TrustedLink } from '@smseal/client';
import type { Person, System } from '@smseal/testkit';
import { memoryOf } from '../process-memory.ts';

/** As `npx smseal` starts it. */
const COMMAND_LINE = fileURLToPath(new URL('../../../node_modules/.bin/smseal', import.meta.url));
const LOOK_MS = 100;

/** What the command line reported, and what it took. */
export interface ImportRun {
  report: { read: { sms: number; mms: number }; added: number; pictures: number; broken: string | null };
  /** From the linking's end to the report. */
  ms: number;
  /** Largest resident set in octets. */
  peakMemory: number;
}

/** Runs `smseal import FILE` in a process of its own, linked by its digits as a person would do it. */
export async function runImport(system: System, person: Person, file: string): Promise<ImportRun> {
  const child = spawn(
    COMMAND_LINE,
    ['import', file, '--server', system.origin, '--account', person.email, '--json'],
    {
      env: {
        ...process.env,
        PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        SMSEAL_HOME: path.join(system.home, 'importer'),
      },
    },
  );
  let out = '';
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const closed = once(child, 'close');
  const peak = watchMemory(child);
  await answer(system, person, () => /browser: (\d{6})/.exec(shown)?.[1]);
  child.stdin.write('y\n');
  const start = performance.now();
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${code}:\n${shown}`);
  return {
    report: JSON.parse(out) as ImportRun['report'],
    ms: performance.now() - start,
    peakMemory: await peak,
  };
}

/** The trusted device: answers what asks, waits for the digits and types them. */
async function answer(system: System, person: Person, digits: () => string | undefined): Promise<void> {
  const api = person.apiAt(system.origin);
  const membership = await person.membershipAt(system.origin);
  for (;;) {
    const [pending] = (await listLinks(api)).links;
    await sleep(LOOK_MS);
    if (pending?.state !== 'waiting') continue;
    const bell = () => undefined;
    const link = await TrustedLink.answer({ api, membership, bell }, pending);
    await link.ready();
    let typed = digits();
    for (; typed === undefined; typed = digits()) await sleep(LOOK_MS);
    if (!(await link.submit(typed)).ok) throw new Error('the digits were refused');
    return;
  }
}

/** The kernel remembers the peak; it must be asked while the process lives. */
async function watchMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  while (child.exitCode === null) {
    const seen = await memoryOf(child.pid, 'VmHWM').catch(() => Number.NaN);
    // One that has just ended has no memory any more.
    if (Number.isFinite(seen)) peak = seen;
    await sleep(LOOK_MS);
  }
  return peak;
}
