import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  inTransaction,
  openDatabase,
  openKeyring,
  startEmbeddedPostgres,
  storeHolder,
  type Database,
  type Keyring,
} from '@smseal/database';
import type { Capability, Id } from '@smseal/protocol';
import { memoryOf } from './process-memory.ts';

const SERVER = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));

/** Its port is not known before it listens. */
const ORIGIN = 'http://localhost:7070';

/** A server process over its own PostgreSQL, both as they run in earnest. */
export interface RunningServer {
  url: string;
  /** What it takes its pages' origin to be: a browser would name it with every change. */
  origin: string;
  database: Database;
  keyring: Keyring;
  /** Processor time of the server process so far, in ms (Linux). */
  processorTime(): Promise<number>;
  /** Largest resident set of the server process so far, in octets (Linux). */
  peakMemory(): Promise<number>;
  /** Resident set of the server process now, in octets (Linux). */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL with its ordinary settings in a temporary home, and a server on it as `smseal start` would. */
export async function startServer(): Promise<RunningServer> {
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-bench-'));
  const postgres = await startEmbeddedPostgres({ home });
  const child = spawn(process.execPath, ['--max-semi-space-size=4', SERVER], {
    env: {
      ...process.env,
      SMSEAL_HOME: home,
      SMSEAL_DATABASE_URL: postgres.url,
      SMSEAL_PORT: '0',
      SMSEAL_ORIGIN: ORIGIN,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await readyUrl(child);
  const keyring = openKeyring(undefined, home);
  const database = openDatabase(postgres.url, { keyring });
  return {
    url,
    origin: ORIGIN,
    database,
    keyring,
    processorTime: () => processorTime(child.pid ?? 0),
    peakMemory: () => memoryOf(child.pid, 'VmHWM'),
    memory: () => memoryOf(child.pid, 'VmRSS'),
    async stop() {
      database.keys.close();
      await database.destroy();
      child.kill('SIGTERM');
      await once(child, 'exit');
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Ticks of a hundredth of a second in user and system mode: the 14th and 15th field of proc(5) stat. */
async function processorTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The address on the ready line of a process that has just been started. */
export async function readyUrl(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error('the server ended while it started');
    }),
  ])) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

/** A device of a new account in its first epoch. */
export interface BenchDevice {
  account: Id;
  id: Id;
  token: string;
}

/** Puts an account with one device straight into the database: what is measured begins after linking. */
export async function seedDevice(database: Database, can: readonly Capability[]): Promise<BenchDevice> {
  const [device] = await seedAccount(database, can, 1);
  if (!device) throw new Error('no device was made');
  return device;
}

/** The same with several devices in one account. */
export async function seedAccount(
  database: Database,
  can: readonly Capability[],
  devices: number,
): Promise<BenchDevice[]> {
  const account = id();
  const made = Array.from({ length: devices }, () => ({
    account,
    id: id(),
    token: randomBytes(32).toString('base64url'),
  }));
  const stored = new Date().toISOString().slice(0, 10);
  await database
    .insertInto('account')
    .values({ id: account, retention_days: null, epoch: 1, stored })
    .execute();
  await database
    .insertInto('device')
    .values(
      made.map((device) => ({
        account_id: account,
        id: device.id,
        platform: 'phone' as const,
        can: [...can],
        credential: createHash('sha256').update(Buffer.from(device.token, 'base64url')).digest(),
        admitted: 1,
        removed: null,
        last_seen: null,
        stored,
      })),
    )
    .execute();
  return made;
}

/** A signed-in holder of an account. */
export interface BenchSession {
  /** As a browser sends it. */
  cookie: string;
  email: string;
}

/** Gives an account a holder with a session. */
export async function seedSession(database: Database, account: Id): Promise<BenchSession> {
  const token = randomBytes(32);
  const [email, now] = [`${account.toLowerCase()}@example.org`, new Date()];
  const holder = { account, email, mobile: '+46701234567', password: 'x' };
  await inTransaction(database, (transaction) => storeHolder(transaction, holder));
  await database
    .insertInto('identity.session')
    .values({
      id: id(),
      account_id: account,
      token: createHash('sha256').update(token).digest(),
      started: now,
      last_used: now,
    })
    .execute();
  return { cookie: `smseal_session=${token.toString('base64url')}`, email };
}

function id(): Id {
  return randomBytes(16).toString('base64url');
}
