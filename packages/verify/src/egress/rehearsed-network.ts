import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { INVENTORY, type Entry } from '@smseal/inventory';
import { unproved, verdict, type Outcome } from '../probe/outcome.ts';
import { StageProgram } from '../stage/program.ts';
import { isLoopback } from './address.ts';
import { inNamespace, whyNoNamespace } from './namespace.ts';
import type { Reach } from './rehearsal/reach.ts';
import type { RehearsedDay } from './rehearsal/rehearsed-day.ts';
import { openRelay } from './relay.ts';

const PROGRAM = fileURLToPath(new URL('rehearsal/main.ts', import.meta.url));
const PATIENCE_MS = 120_000;
/** Whoever uses the service goes first. */
const NICE = 10;
/** What the day's programs are called in the inventory's connections. */
const PLAYED = ['server', 'gateway'] as const;

/**
 * Plays a day of a service of this release in a network that has nobody else in it, and holds what its programs reached for
 * against the inventory's connections, both ways. Where this machine allows no such network, their sockets are looked at in
 * its own one, which is told.
 */
export async function rehearsedNetwork(release: string): Promise<Outcome> {
  if (process.platform !== 'linux') return unproved('only Linux has networks of their own');
  const why = await whyNoNamespace();
  const day = await rehearse(release, why === null);
  const seen = why === null ? 'reached for' : `were seen to reach for (not tried in a namespace: ${why})`;
  const listed = Object.keys(day.peers).length;
  return verdict(
    faultsOfDay(day, INVENTORY),
    `${PLAYED.join(' and ')}, from a sign-up to a deletion, ${seen} ${listed} that are listed and nobody else, in ${day.reached.length} attempts`,
  );
}

/** What a day shows that is not listed, and, where nothing can have been missed, what is listed and was not seen. */
export function faultsOfDay(
  { peers, reached, isWhole }: RehearsedDay,
  inventory: readonly Entry[],
): string[] {
  const listed = inventory.filter(
    ({ place, name }) => place === 'connection' && PLAYED.some((program) => name.startsWith(`${program}/`)),
  );
  const known = (reach: Reach): string[] =>
    reach.how === 'tcp' && isLoopback(reach.address)
      ? Object.keys(peers).filter((name) => peers[name]?.includes(reach.port))
      : [];
  const strange = new Set(reached.filter((reach) => known(reach).length === 0).map(described));
  const met = new Set(reached.flatMap(known));
  const unmet = listed.filter(({ name, when }) => (when === undefined || name in peers) && !met.has(name));
  return [
    ...[...strange].map((whom) => `something reaches for ${whom}`),
    ...[...met]
      .filter((peer) => !listed.some(({ name }) => name === peer))
      .map((peer) => `${peer} is not listed`),
    ...(isWhole ? unmet.map(({ name }) => `${name} is listed and was not seen`) : []),
  ];
}

function described({ how, address, port, name }: Reach): string {
  const where = address.includes(':') ? `[${address}]` : address;
  return `${where}${port === 0 ? '' : `:${port}`} (${how}${name === undefined ? '' : `, asking for ${name}`})`;
}

async function rehearse(release: string, isApart: boolean): Promise<RehearsedDay> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-egress-'));
  // Nothing of a service that runs here may find its way into the one that is played.
  const usual = Object.entries(process.env).filter(([name]) => !name.startsWith('SMSEAL_'));
  const env = { ...Object.fromEntries(usual), SMSEAL_HOME: home };
  try {
    const file = 'packages/database/src/embedded/main.ts';
    const database = await StageProgram.start(release, { name: 'database', file, env });
    const url = database.told('url');
    const socket = path.join(home, 'database.sock');
    const relay = await openRelay({ path: socket }, { host: '127.0.0.1', port: Number(new URL(url).port) });
    try {
      const way = isApart ? 'packets' : 'sockets';
      const command = [process.execPath, PROGRAM, release, socket, way];
      return await play(isApart ? inNamespace(command) : command, { ...env, SMSEAL_DATABASE_URL: url });
    } finally {
      relay.close();
      await database.end();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function play(command: readonly string[], env: NodeJS.ProcessEnv): Promise<RehearsedDay> {
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (child.pid !== undefined) setPriority(child.pid, NICE);
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  try {
    const [said, words, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    if (code === 0) return JSON.parse(said) as RehearsedDay;
    const sentence = /^\w*Error: (.*)$/m.exec(words)?.[1] ?? words.trim().split('\n').at(-1);
    throw new Error(`the day could not be played: ${sentence || code}`);
  } finally {
    clearTimeout(late);
  }
}
