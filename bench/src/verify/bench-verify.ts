/** `smseal verify` as its keeper runs it, on what `smseal start` has started. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@smseal/testkit/system';
import { atMost, noLess, type Extent, type Figure } from '../figure.ts';

const MAIN = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));
const MOST_S = 180;
const LEAST_GREEN = 100;

/** How long the whole of it takes, and how many claims it sees. */
export async function benchVerify({ quick }: Extent): Promise<Figure[]> {
  // It has no smaller form.
  if (quick) return [];
  const folder = await mkdtemp(path.join(tmpdir(), 'smseal-bench-'));
  // As root, PostgreSQL runs as somebody else, who must be able to pass.
  await chmod(folder, 0o711);
  const env = { ...process.env, ...(await settings(path.join(folder, 'home'))) };
  const started = spawn(process.execPath, [MAIN, 'start', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await isReady(started);
    const start = performance.now();
    const claims = await verify(env);
    const seconds = (performance.now() - start) / 1_000;
    const count = (status: string): number => claims.filter((claim) => claim.status === status).length;
    const note = `${count('red')} red, ${count('stale')} stale`;
    return [
      atMost({ name: 'the whole of smseal verify', value: seconds, unit: 's', most: MOST_S, note }),
      noLess({
        name: 'claims that it sees kept',
        value: count('green'),
        unit: 'claims',
        least: LEAST_GREEN,
        peer: Number.NaN,
        peerName: '',
      }),
    ];
  } finally {
    started.kill('SIGTERM');
    if (started.exitCode === null) await once(started, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

async function settings(home: string): Promise<Record<string, string>> {
  const [port, carrier, rehearsal, gateway] = await freePorts(4);
  return {
    SMSEAL_HOME: home,
    SMSEAL_PORT: String(port),
    SMSEAL_CARRIER_PORT: String(carrier),
    SMSEAL_REHEARSAL_PORT: String(rehearsal),
    SMSEAL_GATEWAY_PORT: String(gateway),
  };
}

async function isReady({ stdout }: ChildProcess): Promise<void> {
  if (!stdout) throw new Error('the start says nothing');
  for await (const line of createInterface({ input: stdout }))
    if ((JSON.parse(line) as { event: string }).event === 'running') return;
  throw new Error('the start ended before it was ready');
}

async function verify(env: NodeJS.ProcessEnv): Promise<{ status: string }[]> {
  const out = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [MAIN, 'verify', '--json'],
      { env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        // It ends with 1 where something is red; then there is a table all the same.
        if (error && stdout === '') reject(new Error(stderr));
        else resolve(stdout);
      },
    );
  });
  return (JSON.parse(out) as { claims: { status: string }[] }).claims;
}
