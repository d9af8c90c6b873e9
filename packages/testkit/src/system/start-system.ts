import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestDatabase } from '../database/index.ts';
import type { HistoryCounts } from '../rehearsal/index.ts';
import { freePorts } from './free-ports.ts';
import { Program } from './program.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const FILES = {
  database: 'packages/database/src/embedded/main.ts',
  rehearsal: 'packages/testkit/src/rehearsal/main.ts',
  server: 'apps/server/src/main.ts',
  gateway: 'apps/gateway/src/main.ts',
  /** Another one, as on another machine. */
  gateway2: 'apps/gateway/src/main.ts',
  phone: 'apps/phone/src/main.ts',
  /** What keeps the database’s backups; the database needs `SMSEAL_ARCHIVES`. */
  backup: 'packages/database/src/backup/keeper/main.ts',
} as const;
export type ProgramName = keyof typeof FILES;
/** An address at which a program of the system is reached by the others. */
export type SystemAddress = 'server' | 'database' | 'notice';

export interface SystemOptions {
  /** How much there is on the rehearsal phone; 200 texts, 20 contacts and 20 calls unless said. */
  counts?: Partial<HistoryCounts>;
  seed?: number | string;
  /** Pace of the rehearsal: 1 that of life, 0 as fast as it can; 0.05 unless said. */
  pace?: number;
  /** What to start; everything but the gateways unless said. The database is needed by the server unless `database` is given. */
  programs?: readonly ProgramName[];
  /** A database in place of an own PostgreSQL, such as `testDatabase`'s: quicker, but it cannot be killed. */
  database?: Pick<TestDatabase, 'url' | 'keyring'>;
  /** Further environment variables for all of them. */
  env?: Record<string, string>;
  /** Stands between: is told each address before anybody uses it, and answers with the one to use in its place. */
  through?: (address: SystemAddress, url: string) => Promise<string>;
}

/** A whole installation in real processes, on free ports and in a home of its own. */
export interface System {
  /** Where browsers go. */
  origin: string;
  handsetUrl: string;
  /** Where programs hand texts to the gateway; empty where there is none. */
  gatewayUrl: string;
  /** The same of the second one. */
  gateway2Url: string;
  carrierUrl: string;
  databaseUrl: string;
  home: string;
  /** Ends a program at once, as a crash does; PostgreSQL itself included. */
  kill(name: ProgramName): Promise<void>;
  /** Ends a program in order. */
  end(name: ProgramName): Promise<void>;
  /** Starts a program that has ended, on its old port; `env` adds to its environment from now on. */
  restart(name: ProgramName, env?: Record<string, string>): Promise<void>;
  running(name: ProgramName): boolean;
  /** What a program printed for people, oldest first. */
  linesOf(name: ProgramName): readonly string[];
  /** The end of a program's log. */
  logOf(name: ProgramName): readonly string[];
  pidOf(name: ProgramName): number | undefined;
  /** The newest one-time password that was texted to a number; waits up to 10 s for one after `after` earlier ones. */
  oneTimePassword(number: string, after?: number): Promise<string>;
  /** Ends everything and removes the home. */
  stop(): Promise<void>;
}

/** Ended the other way round: PostgreSQL hands its last log over when it ends. */
const ORDER: readonly ProgramName[] = [
  'backup',
  'database',
  'rehearsal',
  'server',
  'gateway',
  'gateway2',
  'phone',
];
const USUAL: readonly ProgramName[] = ['database', 'rehearsal', 'server', 'phone'];
const TEST_COUNTS: HistoryCounts = { messages: 200, contacts: 20, calls: 20 };

/** Starts real processes for stories, kills and measurements. Stop it, or they stay. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const wanted = new Set(options.programs ?? USUAL);
  if (options.database !== undefined) wanted.delete('database');
  const home = await mkdtemp(path.join(tmpdir(), 'smseal-system-'));
  const [port = 0, carrierPort = 0, rehearsalPort = 0, ...gatewayPorts] = await freePorts(5);
  const [gatewayPort = 0, gateway2Port = 0] = gatewayPorts;
  const through = options.through ?? ((_address, url) => Promise.resolve(url));
  const origin = await through('server', `http://localhost:${port}`);
  const noticeUrl = await through('notice', `http://127.0.0.1:${carrierPort}`);
  const env = environment(options, {
    home,
    port,
    origin,
    carrierPort,
    noticeUrl,
    rehearsalPort,
    gatewayPort,
  });
  const programs = new Map<ProgramName, Program>();
  const programOf = (name: ProgramName): Program => {
    const program = programs.get(name);
    if (program === undefined) throw new Error(`The ${name} is no part of this system.`);
    return program;
  };
  const start = async (name: ProgramName, extra: NodeJS.ProcessEnv = {}): Promise<void> => {
    if (!wanted.has(name)) return;
    const program = new Program({ name, file: path.join(ROOT, FILES[name]), env: { ...env, ...extra } });
    programs.set(name, program);
    await program.start();
    if (name === 'database') env['SMSEAL_DATABASE_URL'] = await through('database', program.url);
  };
  const stop = async (): Promise<void> => {
    for (const name of ORDER.toReversed()) await programs.get(name)?.end('SIGTERM');
    await rm(home, { recursive: true, force: true });
  };
  try {
    await Promise.all([start('database'), start('rehearsal')]);
    await start('server');
    await start('gateway');
    await start('gateway2', {
      SMSEAL_GATEWAY_PORT: String(gateway2Port),
      SMSEAL_GATEWAY_HOME: path.join(home, 'gateway2'),
    });
    await start('phone');
    await start('backup');
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin: env['SMSEAL_ORIGIN'] ?? '',
    handsetUrl: `http://127.0.0.1:${rehearsalPort}`,
    gatewayUrl: programs.get('gateway')?.url ?? '',
    gateway2Url: programs.get('gateway2')?.url ?? '',
    carrierUrl: `http://127.0.0.1:${carrierPort}`,
    databaseUrl: env['SMSEAL_DATABASE_URL'] ?? '',
    home,
    kill: async (name) => {
      if (name === 'database') await killPostmaster(home);
      await programOf(name).end('SIGKILL');
    },
    end: (name) => programOf(name).end('SIGTERM'),
    restart: async (name, extra = {}) => {
      const program = programOf(name);
      Object.assign(program.plan.env, extra);
      await program.start();
    },
    running: (name) => programOf(name).running,
    linesOf: (name) => programOf(name).lines,
    logOf: (name) => programOf(name).log,
    pidOf: (name) => programOf(name).pid,
    oneTimePassword: (number, after = 0) => oneTimePassword(programOf('rehearsal'), number, after),
    stop,
  };
}

interface Addresses {
  home: string;
  port: number;
  origin: string;
  carrierPort: number;
  noticeUrl: string;
  rehearsalPort: number;
  gatewayPort: number;
}

function environment(options: SystemOptions, ports: Addresses): NodeJS.ProcessEnv {
  const counts = { ...TEST_COUNTS, ...options.counts };
  return {
    ...process.env,
    SMSEAL_HOME: ports.home,
    SMSEAL_GATEWAY_PORT: String(ports.gatewayPort),
    SMSEAL_HOST: '127.0.0.1',
    SMSEAL_PORT: String(ports.port),
    SMSEAL_ORIGIN: ports.origin,
    SMSEAL_CARRIER_PORT: String(ports.carrierPort),
    SMSEAL_NOTICE_URL: ports.noticeUrl,
    SMSEAL_REHEARSAL_PORT: String(ports.rehearsalPort),
    SMSEAL_REHEARSAL_URL: `http://127.0.0.1:${ports.rehearsalPort}`,
    SMSEAL_SERVER_URL: ports.origin,
    SMSEAL_REHEARSAL_SEED: String(options.seed ?? 1),
    SMSEAL_REHEARSAL_PACE: String(options.pace ?? 0.05),
    SMSEAL_REHEARSAL_COUNTS: Object.entries(counts)
      .map(([name, count]) => `${name}:${count}`)
      .join(','),
    ...(options.database === undefined
      ? {}
      : {
          SMSEAL_DATABASE_URL: options.database.url,
          SMSEAL_KEYRING: `file:${options.database.keyring.where}`,
        }),
    ...options.env,
  };
}

/** Kills PostgreSQL's own parent process, which its pid file names, and its children at the same moment. */
async function killPostmaster(home: string): Promise<void> {
  const file = path.join(home, 'postgres', 'data', 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  // Where /proc does not tell, the children end by themselves as soon as they notice.
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  for (const one of [pid, ...children.split(' ').filter(Boolean).map(Number)]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

async function oneTimePassword(rehearsal: Program, number: string, after: number): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const codes = rehearsal.lines
      .filter((line) => line.startsWith(`Text to ${number}:`))
      .flatMap((line) => /(?<!\d)\d{6}(?!\d)/u.exec(line)?.[0] ?? []);
    const code = codes.at(-1);
    if (codes.length > after && code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No one-time password came to ${number}.`);
}
