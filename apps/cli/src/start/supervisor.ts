import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { RunningFile } from '@smseal/verify';
import { Child, type ChildListener } from './child.ts';
import { requireFreePorts } from './free-ports.ts';
import { takeHome, type TakenHome } from './home.ts';
import { endStrayPostmaster } from './stray-postmaster.ts';
import { dropOldLogs, LogFile } from './log-file.ts';
import { RunningNote } from './running-file.ts';
import type { StartSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { TrustPublisher } from './trust-publisher.ts';
import { buildWebApp } from './web-app.ts';

/** The programs that make an installation, in the order in which they start; they end in the opposite order. */
const PROGRAMS = {
  database: { file: 'packages/database/src/embedded/main.ts', readyMs: 120_000, stopMs: 20_000 },
  rehearsal: { file: 'packages/testkit/src/rehearsal/main.ts', readyMs: 60_000, stopMs: 1_500 },
  server: { file: 'apps/server/src/main.ts', readyMs: 60_000, stopMs: 3_000 },
  gateway: { file: 'apps/gateway/src/main.ts', readyMs: 60_000, stopMs: 9_000 },
  phone: { file: 'apps/phone/src/main.ts', readyMs: 60_000, stopMs: 2_000 },
  backup: { file: 'packages/database/src/backup/keeper/main.ts', readyMs: 60_000, stopMs: 15_000 },
  verifyd: { file: 'packages/verify/src/verifyd/main.ts', readyMs: 60_000, stopMs: 2_000 },
} as const;
type ProgramName = keyof typeof PROGRAMS;

/** How often old logs are looked for. */
const LOGS_MS = 60 * 60_000;

export interface SupervisorOptions {
  settings: StartSettings;
  env: NodeJS.ProcessEnv;
  /** Folder of the checkout. */
  root: string;
  terminal: Terminal;
}

/** Starts everything, keeps it up, ends it in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children: Child[] = [];
  readonly #logs: LogFile[] = [];
  #home: TakenHome | null = null;
  readonly #listener: ChildListener;
  readonly #note: RunningNote;
  /** Where everything runs, once it does. */
  #urls: Omit<RunningFile, 'programs'> | null = null;
  #stopped: Promise<void> | null = null;
  #tending: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const { root, settings, terminal } = options;
    const publisher = new TrustPublisher(root, trustFolder(settings));
    this.#note = new RunningNote(settings.home);
    this.#listener = {
      ...terminal,
      onRestarted: (name) => {
        this.#noteRunning();
        terminal.onRestarted(name);
      },
      onLine: (name, line) => {
        if (!publisher.take(line)) terminal.onLine(name, line);
      },
    };
  }

  /** Resolves once everything is ready. Throws an Error with one sentence; what had started is then still running. */
  async start(): Promise<void> {
    const { settings, terminal, root } = this.#options;
    await requireFreePorts([
      { variable: 'SMSEAL_PORT', host: settings.host, port: settings.port },
      { variable: 'SMSEAL_CARRIER_PORT', host: '127.0.0.1', port: settings.carrierPort },
      { variable: 'SMSEAL_REHEARSAL_PORT', host: '127.0.0.1', port: settings.rehearsalPort },
      { variable: 'SMSEAL_GATEWAY_PORT', host: '127.0.0.1', port: settings.gatewayPort },
    ]);
    if (this.#stopped !== null) throw new Error('The start was called off.');
    this.#home = takeHome(settings.home);
    this.#tendLogs(this.#home.logs);
    const env = environmentOf(settings, this.#options.env);
    const keepsBackups = settings.databaseUrl === null && env['SMSEAL_BACKUP_HOURS'] !== 'off';
    terminal.step('Starting SMSeal…');
    const [database, rehearsal] = await allOrFirstError([
      settings.databaseUrl === null
        ? this.#run('database', { ...env, ...(keepsBackups ? { SMSEAL_ARCHIVES: '1' } : {}) })
        : { url: settings.databaseUrl },
      this.#run('rehearsal', env),
      this.#options.env['SMSEAL_WEB_ROOT']
        ? undefined
        : buildWebApp(root, (sentence) => terminal.step(sentence)),
    ] as const);
    const withDatabase = { ...env, SMSEAL_DATABASE_URL: database.url };
    await this.#run('server', withDatabase);
    const carrier =
      typeof rehearsal['smpp'] === 'string' ? { SMSEAL_CARRIER_SMPP_URL: rehearsal['smpp'] } : {};
    const [gateway] = await allOrFirstError([
      this.#run('gateway', { ...carrier, ...env }),
      this.#run('phone', env),
      this.#run('verifyd', withDatabase),
      keepsBackups ? this.#run('backup', env) : undefined,
    ] as const);
    this.#urls = {
      origin: env['SMSEAL_ORIGIN'] ?? settings.origin,
      databaseUrl: database.url,
      gatewayUrl: gateway.url,
      rehearsalUrl: rehearsal.url,
      carrierUrl: String(rehearsal['carrierUrl']),
    };
    this.#noteRunning();
    terminal.running({
      app: settings.origin,
      phone: publicUrl(rehearsal.url),
      gateway: publicUrl(gateway.url),
      home: settings.home,
    });
  }

  /** Also programs that say nothing for days, or are not run any more, leave nothing older than it may be. */
  #tendLogs(folder: string): void {
    dropOldLogs(folder, Date.now());
    this.#tending = setInterval(() => dropOldLogs(folder, Date.now()), LOGS_MS).unref();
  }

  #noteRunning(): void {
    if (this.#urls === null || this.#home === null) return;
    const programs = this.#children.map(({ plan, pid }) => [plan.name, pid]);
    this.#note.write({ ...this.#urls, programs: Object.fromEntries(programs) });
  }

  /** Ends everything in order; called twice it waits for the same end. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** Ends everything at once. */
  kill(): void {
    for (const child of this.#children) child.kill();
    this.#leaveHome();
  }

  async #stop(): Promise<void> {
    // When PostgreSQL ends it hands its last log over, which somebody has to take.
    const order: ProgramName[] = ['verifyd', 'phone', 'gateway', 'server', 'rehearsal', 'database', 'backup'];
    for (const name of order) {
      await this.#children.find((child) => child.plan.name === name)?.stop();
    }
    clearInterval(this.#tending);
    for (const log of this.#logs) log.close();
    this.#leaveHome();
  }

  /** A home that another start holds is none of ours: nothing of it may be touched. */
  #leaveHome(): void {
    if (this.#home === null) return;
    this.#note.remove();
    endStrayPostmaster(this.#options.settings.home);
    this.#home.release();
    this.#home = null;
  }

  #run(name: ProgramName, env: NodeJS.ProcessEnv): ReturnType<Child['start']> {
    const { file, readyMs, stopMs } = PROGRAMS[name];
    const log = new LogFile(this.#home?.logs ?? '', name);
    this.#logs.push(log);
    const plan = { name, file: path.join(this.#options.root, file), env, log, readyMs, stopMs };
    const child = new Child(plan, this.#listener);
    this.#children.push(child);
    if (this.#stopped !== null) throw new Error('The start was called off.');
    return child.start();
  }
}

/** Where what verifyd found lies, and the page that shows it. */
const trustFolder = ({ home }: StartSettings): string => path.join(home, 'verify');

/** What the processes are told, so that a changed port is changed for all of them; what is set by hand stays. */
function environmentOf(settings: StartSettings, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    // The gateway takes notices once it has a carrier of its own; until then they come to the rehearsal's phone.
    SMSEAL_NOTICE_URL: `http://127.0.0.1:${settings.gatewayPort}/notices,http://127.0.0.1:${settings.carrierPort}`,
    SMSEAL_NOTICE_TOKEN: randomBytes(32).toString('base64url'),
    SMSEAL_REHEARSAL_URL: `http://127.0.0.1:${settings.rehearsalPort}`,
    SMSEAL_SERVER_URL: settings.origin,
    SMSEAL_ORIGIN: settings.origin,
    SMSEAL_TRUST_ROOT: trustFolder(settings),
    ...given,
    SMSEAL_HOME: settings.home,
  };
}

/** Like Promise.all, but waits for all before it throws the first error, so that nothing starts behind a stop. */
async function allOrFirstError<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [Key in keyof T]: Awaited<T[Key]> }> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return Promise.all(work);
}

const publicUrl = (url: string): string => url.replace('127.0.0.1', 'localhost');
