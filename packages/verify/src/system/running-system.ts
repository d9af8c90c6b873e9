import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningProgram, RunningSystem } from '../egress/connections.ts';
import { waitFor } from '../stage/wait-for.ts';

const PATIENCE_MS = 60_000;

/** What `smseal start` says of the system that it runs, in `SMSEAL_HOME/running.json`. */
export interface RunningFile {
  origin: string;
  databaseUrl: string;
  gatewayUrl: string;
  rehearsalUrl: string;
  /** Of the made-up carrier's notice route. */
  carrierUrl: string;
  /** Process numbers. */
  programs: Readonly<Partial<Record<RunningProgram['name'], number>>>;
}

/** @returns null where no start runs, or none that says so. */
export async function readRunning(home: string): Promise<RunningFile | null> {
  try {
    return JSON.parse(await readFile(path.join(home, 'running.json'), 'utf8')) as RunningFile;
  } catch {
    return null;
  }
}

/** Resolves once a start says that everything runs, or where none will say so. */
export async function waitForRunning(home: string): Promise<void> {
  const said = async () => (await readRunning(home)) ?? undefined;
  await waitFor('a running system', said, PATIENCE_MS).catch(() => undefined);
}

/**
 * The programs of a start, each with the ports of those whom it may be connected to. The gateway is none of them: it also
 * talks to whom its owner named, which only its own settings say, and those are sealed. A run tries one of its own.
 */
export function programsOf({ programs, ...urls }: RunningFile): RunningSystem {
  const server = portOf(urls.origin);
  const peers: Record<'server' | 'phone', RunningProgram['peers']> = {
    server: {
      database: portOf(urls.databaseUrl),
      notices: [portOf(urls.carrierUrl), portOf(urls.gatewayUrl)],
    },
    phone: { server, provider: portOf(urls.rehearsalUrl) },
  };
  return {
    programs: (['server', 'phone'] as const).flatMap((name) => {
      const pid = programs[name];
      return pid === undefined ? [] : [{ name, pid, peers: peers[name] }];
    }),
  };
}

const USUAL_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
};

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (USUAL_PORTS[protocol] ?? 0) : Number(port);
}
