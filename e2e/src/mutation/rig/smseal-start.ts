import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '@smseal/testkit';
import type { Lifetime } from '../../lifetime.ts';

export interface Started {
  origin: string;
  /** What the programs tell people, which goes on to grow. */
  lines: readonly string[];
}

export interface StartInput {
  /** Of the checkout. */
  root: string;
  /** `SMSEAL_HOME`. */
  home: string;
  env?: NodeJS.ProcessEnv;
}

/** `smseal start` on free ports; resolves once everything runs. */
export async function smsealStart({ root, home, env }: StartInput, lifetime: Lifetime): Promise<Started> {
  const [port = 0, carrier = 0, rehearsal = 0, gateway = 0] = await freePorts(4);
  const started = spawn(process.execPath, [path.join(root, 'apps/cli/src/main.ts'), 'start', '--json'], {
    env: {
      ...process.env,
      SMSEAL_HOME: home,
      SMSEAL_PORT: String(port),
      SMSEAL_CARRIER_PORT: String(carrier),
      SMSEAL_REHEARSAL_PORT: String(rehearsal),
      SMSEAL_GATEWAY_PORT: String(gateway),
      // As it was built; a start builds what is stale.
      SMSEAL_WEB_ROOT: path.join(root, 'apps/web/dist'),
      SMSEAL_REHEARSAL_COUNTS: 'messages:50,contacts:5,calls:5',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  lifetime.after(async () => {
    if (started.exitCode !== null) return;
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  });
  return { origin: `http://localhost:${port}`, lines: await running(started) };
}

async function running(started: ChildProcess): Promise<readonly string[]> {
  if (started.stdout === null) throw new Error('the installation has no output');
  const ended = once(started, 'exit').then(() => Promise.reject(new Error('the installation ended')));
  ended.catch(() => undefined);
  const told: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (text) => {
      const { event, line } = JSON.parse(text) as { event: string; line?: string };
      if (line !== undefined) told.push(line);
      if (event === 'running') resolve();
    });
  });
  await Promise.race([ready, ended]);
  return told;
}
