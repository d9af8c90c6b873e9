import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '@smseal/database';
import type { LiveEvent } from '@smseal/protocol';
import type { WebSocket } from 'ws';
import { againstFloor, atMost, quantile, type Figure } from '../figure.ts';
import { memoryOf } from '../process-memory.ts';
import {
  readyUrl,
  seedAccount,
  startServer,
  type BenchDevice,
  type RunningServer,
} from '../running-server.ts';
import { connect, type Door } from './connect.ts';
import { gather } from './crowd.ts';

const BROWSERS = 1_000;
const IDLE = 5_000;
/** Connected before the first look at the memory, and gone again: what a server needs once is not a connection's. */
const WARM_UP = 100;
/** Phones that are measured, each with one browser. */
const PAIRS = 40;
const ROUNDS = 12;
const EVENTS_IN_A_ROUND = 400;
/** An account has so many devices. */
const DEVICES = 5;
/** A sealed notification with its padding. */
const ENVELOPE_OCTETS = 512;
/** Memory is looked at when what was made while connecting has been let go. */
const SETTLE_MS = 8_000;

/** A server that live events go through, and one measured way through it: from one connection to another. */
interface Peer {
  door: Door;
  memory(): Promise<number>;
}

/** Live relay beside a bare echo of the same library: latency among 1,000 browsers, memory at 5,000 idle ones. */
export async function benchLive(): Promise<Figure[]> {
  const server = await startServer();
  const echo = await startEcho();
  try {
    const relay: Peer = { door: { url: server.url, greets: true }, memory: () => server.memory() };
    const devices = await seedDevices(server);
    // Memory first: what busier times have left behind would hide what a connection needs.
    const idle = await memory({ relay, echo, devices });
    return [...(await latency({ relay, echo, devices })), idle];
  } finally {
    await echo.stop();
    await server.stop();
  }
}

async function startEcho(): Promise<Peer & { stop(): Promise<void> }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'echo-process.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    door: { url: await readyUrl(child), greets: false },
    memory: () => memoryOf(child.pid, 'VmRSS'),
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function seedDevices({ database }: RunningServer): Promise<BenchDevice[]> {
  return inTransaction(database, async (transaction) => {
    const devices: BenchDevice[] = [];
    while (devices.length < IDLE) devices.push(...(await seedAccount(transaction, ['read'], DEVICES)));
    return devices;
  });
}

interface Compared {
  relay: Peer;
  echo: Peer;
  devices: readonly BenchDevice[];
}

const tokensOf = (devices: readonly BenchDevice[]) => devices.map(({ token }) => token);

/** Both servers have the same crowd, the same messages and the same driver; rounds take turns. */
async function latency({ relay, echo, devices }: Compared): Promise<Figure[]> {
  const measured = devices.slice(0, PAIRS * DEVICES);
  const phones = measured.filter((_, i) => i % DEVICES === 0);
  const browsers = measured.filter((_, i) => i % DEVICES === 1);
  const others = tokensOf(devices.slice(measured.length, measured.length + BROWSERS - PAIRS));
  const crowds = [await gather(relay.door, others), await gather(echo.door, others)];
  const senders = await Promise.all(phones.map(({ token }) => connect(relay.door, token)));
  const receivers = await Promise.all(browsers.map(({ token }) => connect(relay.door, token)));
  const echoed = await Promise.all(browsers.map(({ token }) => connect(echo.door, token)));
  const through = { relay: [] as number[], echo: [] as number[] };
  let seq = 0;
  const event = (pair: number) => JSON.stringify(liveEvent(phones[pair], browsers[pair], ++seq));
  for (let round = 0; round <= ROUNDS; round++)
    for (let i = 0; i < EVENTS_IN_A_ROUND; i++) {
      const relayed = await travel(senders[i % PAIRS], receivers[i % PAIRS], event(i % PAIRS));
      const bare = await travel(echoed[i % PAIRS], echoed[i % PAIRS], event(i % PAIRS));
      // The first round is for compilers.
      if (round === 0) continue;
      through.relay.push(relayed);
      through.echo.push(bare);
    }
  for (const socket of [...senders, ...receivers, ...echoed]) socket.terminate();
  for (const crowd of crowds) await crowd.leave();
  return [0.5, 0.99].map((q) =>
    againstFloor({
      name: `live relay phone → browser, p${q * 100}, ${BROWSERS.toLocaleString('en')} connected`,
      value: quantile(through.relay, q),
      unit: 'ms',
      floor: quantile(through.echo, q),
      floorName: 'bare ws echo',
      factor: 2,
    }),
  );
}

/** @returns ms from the sending to the arrival. */
async function travel(
  from: WebSocket | undefined,
  to: WebSocket | undefined,
  message: string,
): Promise<number> {
  if (!from || !to) throw new Error('not connected');
  const arrival = once(to, 'message');
  const start = performance.now();
  from.send(message);
  await arrival;
  return performance.now() - start;
}

function liveEvent(from: BenchDevice | undefined, to: BenchDevice | undefined, seq: number): LiveEvent {
  return {
    type: 'live',
    from: from?.id ?? '',
    to: to?.id ?? null,
    epoch: 1,
    seq,
    at: new Date().toISOString(),
    envelope: randomBytes(ENVELOPE_OCTETS).toString('base64url'),
  };
}

async function memory({ relay, echo, devices }: Compared): Promise<Figure> {
  const tokens = tokensOf(devices);
  return atMost({
    name: `memory of one of ${IDLE.toLocaleString('en')} idle connections`,
    value: await memoryOfConnection(relay, tokens),
    unit: 'kB',
    most: 20,
    floor: await memoryOfConnection(echo, tokens),
    floorName: 'bare ws echo',
  });
}

/** Growth of the resident set while nothing is said, in kB (1,000 octets) a connection. */
async function memoryOfConnection(
  { door, memory: resident }: Peer,
  tokens: readonly string[],
): Promise<number> {
  const warmUp = await gather(door, tokens.slice(0, WARM_UP));
  await warmUp.leave();
  await sleep(SETTLE_MS);
  const before = await resident();
  const crowd = await gather(door, tokens);
  await sleep(SETTLE_MS);
  const after = await resident();
  await crowd.leave();
  return (after - before) / tokens.length / 1000;
}
